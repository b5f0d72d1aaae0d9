// Barcodes and dispensing notes: what is derived from what was typed.
#include <gmock/gmock.h>

#include "domains/shared/fake_rule_context.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kBarcodes = "formulary-management/barcodes";

TEST(Barcodes, AreComparedAtFourteenDigits) {
  FakeRuleContext world;
  const Record eight = world.create(kBarcodes, {{"barcode", "96385074"}});
  EXPECT_EQ(text_of(eight, "barcode-type"), "GTIN-8");
  EXPECT_EQ(text_of(eight, "gtin"), "00000096385074");
  const Record fourteen = world.create(kBarcodes, {{"barcode", "10614141000415"}});
  EXPECT_EQ(text_of(fourteen, "barcode-type"), "GTIN-14");
  EXPECT_EQ(text_of(fourteen, "gtin"), "10614141000415");
}

TEST(Barcodes, OfTwoItemsAreWorthAWarning) {
  FakeRuleContext world;
  world.create(kBarcodes, {{"formulary-uuid", make_uuid_v7()}, {"barcode", "036000291452"}});
  EXPECT_THAT(world.warnings, IsEmpty());
  world.create(kBarcodes, {{"formulary-uuid", make_uuid_v7()}, {"barcode", "0036000291452"}});
  EXPECT_THAT(world.refusals, IsEmpty());
  EXPECT_THAT(world.warnings, ElementsAre("barcode: barcode-in-use"));
}

TEST(DispensingNotes, CountWhatIsFilledIn) {
  FakeRuleContext world;
  const auto placeholders = [&](const char* note) {
    const Record made = world.create("formulary-management/dispensing-notes", {{"note", note}});
    return std::get<std::int64_t>(made.at(made.resource->field("placeholders")));
  };
  EXPECT_EQ(placeholders("Give ? tablets ? times a day"), 2);
  EXPECT_EQ(placeholders("Keep in the fridge"), 0);
}

}  // namespace
}  // namespace vip::domains
