// The project's own declarations read without a fault.
#include <gtest/gtest.h>

#include "model/reader.h"

namespace vip {
namespace {

TEST(Declarations, OfTheProjectReadWithoutFault) {
  const auto catalogue = read_catalogue(declarations_in(VIP_SOURCE_DIR "/domains"));
  if (catalogue) return;
  for (const DeclarationFault& fault : catalogue.error()) {
    ADD_FAILURE() << fault.file << ":" << fault.line << ": " << fault.message;
  }
}

}  // namespace
}  // namespace vip
