// Items of the formulary: one code for all, types of the right kind, discounts by category.
#include <gmock/gmock.h>

#include "domains/shared/fake_rule_context.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kStock = "formulary-management/stock";
constexpr auto kServices = "formulary-management/services";

NamedValues item(std::string_view code, std::string_view type, const NamedValues& more = {}) {
  NamedValues values{{"formulary-code", std::string{code}},
                     {"description", "Amoxicillin"},
                     {"formulary-type-uuid", entry("formulary-management/formulary-types", type)}};
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

TEST(Codes, AreUniqueOverStockAndServices) {
  FakeRuleContext world;
  world.create(kServices, item("CONS", "consultation"));
  world.create(kStock, item("cons", "medicine"));
  EXPECT_THAT(world.refusals, ElementsAre("formulary-code: not-unique"));
  Record stock = world.create(kStock, item("AMOX", "medicine"));
  world.create(kServices, item("AMOX", "consultation"));
  EXPECT_THAT(world.refusals, ElementsAre("formulary-code: not-unique"));
  world.patch(stock, {{"markup", std::int64_t{10}}});
  EXPECT_THAT(world.refusals, IsEmpty());
}

struct TypedItem {
  const char* name;
  const char* resource;
  const char* type;
  NamedValues more;
  std::vector<std::string> refusals;
};

class FormularyType : public testing::TestWithParam<TypedItem> {};

TEST_P(FormularyType, FitsTheItem) {
  FakeRuleContext world;
  const TypedItem& row = GetParam();
  world.create(row.resource, item("A", row.type, row.more));
  EXPECT_EQ(world.refusals, row.refusals);
}

const Value kTen = std::int64_t{10'00};

INSTANTIATE_TEST_SUITE_P(
    Table, FormularyType,
    testing::Values(
        TypedItem{"Medicine", kStock, "medicine", {}, {}},
        TypedItem{"OtherStock", kStock, "other", {}, {}},
        TypedItem{"OtherService", kServices, "other", {}, {}},
        TypedItem{"StockOfServices",
                  kStock,
                  "consultation",
                  {},
                  {"formulary-type-uuid: reference-mismatch"}},
        TypedItem{"StockOfDiscounts",
                  kStock,
                  "discounts",
                  {},
                  {"formulary-type-uuid: reference-mismatch"}},
        TypedItem{"Service", kServices, "consultation", {}, {}},
        TypedItem{"ServiceOfStock",
                  kServices,
                  "medicine",
                  {},
                  {"formulary-type-uuid: reference-mismatch"}},
        TypedItem{"ServiceWithPercentage",
                  kServices,
                  "consultation",
                  {{"percentage", kTen}},
                  {"percentage: not-applicable"}},
        TypedItem{"Percentage", kServices, "discounts", {{"percentage", kTen}}, {}},
        TypedItem{"FixedValue", kServices, "discounts", {{"fixed-value", kTen}}, {}},
        TypedItem{
            "NeitherValue", kServices, "discounts", {}, {"percentage: discount-value-required"}},
        TypedItem{"BothValues",
                  kServices,
                  "discounts",
                  {{"percentage", kTen}, {"fixed-value", kTen}},
                  {"fixed-value: discount-value-required"}}),
    [](const auto& each) { return each.param.name; });

std::string discounts_of(const std::vector<Uuid>& categories) {
  std::string text = "[";
  for (const Uuid& category : categories)
    text += (text.size() > 1 ? "," : "") + std::string{R"({"discount-category-uuid":")"} +
            to_string(category) + R"(","percentage":5})";
  return text + "]";
}

TEST(CategoryDiscounts, NameCategoriesThatAreThereOnce) {
  FakeRuleContext world;
  const Uuid ten = entry("formulary-management/discount-categories", "percent-10");
  world.create(kStock, item("A", "medicine", {{"category-discounts", discounts_of({ten})}}));
  EXPECT_THAT(world.refusals, IsEmpty());
  world.create(kStock, item("B", "medicine",
                            {{"category-discounts", discounts_of({ten, make_uuid_v7(), ten})}}));
  EXPECT_THAT(world.refusals,
              ElementsAre("category-discounts/2/discount-category-uuid: category-named-twice"));
}

}  // namespace
}  // namespace vip::domains
