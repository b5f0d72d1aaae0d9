// Barcodes and dispensing notes: what is derived from what was typed.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kBarcodes = "formulary-management/barcodes";

TEST(Barcodes, AreComparedAtFourteenDigits) {
  Practice practice;
  const Record eight = practice.create(kBarcodes, {{"barcode", "96385074"}});
  EXPECT_EQ(text_of(eight, "barcode-type"), "GTIN-8");
  EXPECT_EQ(text_of(eight, "gtin"), "00000096385074");
  const Record fourteen = practice.create(kBarcodes, {{"barcode", "10614141000415"}});
  EXPECT_EQ(text_of(fourteen, "barcode-type"), "GTIN-14");
  EXPECT_EQ(text_of(fourteen, "gtin"), "10614141000415");
}

TEST(Barcodes, OfTwoItemsAreWorthAWarning) {
  Practice practice;
  const auto item = [&] { return practice.add("formulary-management/stock", {}).id(); };
  practice.create(kBarcodes, {{"formulary-uuid", item()}, {"barcode", "036000291452"}});
  EXPECT_THAT(practice.warnings, IsEmpty());
  practice.create(kBarcodes, {{"formulary-uuid", item()}, {"barcode", "0036000291452"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(practice.warnings, ElementsAre("barcode: barcode-in-use"));
}

TEST(DispensingNotes, CountWhatIsFilledIn) {
  Practice practice;
  const auto placeholders = [&](const char* note) {
    const Record made = practice.create("formulary-management/dispensing-notes", {{"note", note}});
    return std::get<std::int64_t>(made.at(made.resource->field("placeholders")));
  };
  EXPECT_EQ(placeholders("Give ? tablets ? times a day"), 2);
  EXPECT_EQ(placeholders("Keep in the fridge"), 0);
}

}  // namespace
}  // namespace vip::domains
