#include "core/tenant.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

TEST(Environment, IsSpelledAsInCommandsAndTokens) {
  EXPECT_EQ(to_string(Environment::sandbox), "sandbox");
  EXPECT_EQ(to_string(Environment::production), "production");
}

}  // namespace
}  // namespace vip
