// Items of the formulary: one code for all, types of the right kind, discounts by category.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

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
  Practice practice;
  practice.create(kServices, item("CONS", "consultation"));
  practice.create(kStock, item("cons", "medicine"));
  EXPECT_THAT(practice.refusals, ElementsAre("formulary-code: not-unique"));
  Record stock = practice.create(kStock, item("AMOX", "medicine"));
  practice.create(kServices, item("AMOX", "consultation"));
  EXPECT_THAT(practice.refusals, ElementsAre("formulary-code: not-unique"));
  practice.patch(stock, {{"markup", std::int64_t{10}}});
  EXPECT_THAT(practice.refusals, IsEmpty());
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
  Practice practice;
  const TypedItem& row = GetParam();
  practice.create(row.resource, item("A", row.type, row.more));
  EXPECT_EQ(practice.refusals, row.refusals);
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
  Practice practice;
  const Uuid ten = entry("formulary-management/discount-categories", "percent-10");
  const Uuid five = entry("formulary-management/discount-categories", "percent-5");
  practice.create(kStock, item("A", "medicine", {{"category-discounts", discounts_of({ten})}}));
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.create(kStock,
                  item("B", "medicine", {{"category-discounts", discounts_of({ten, five, ten})}}));
  EXPECT_THAT(practice.refusals,
              ElementsAre("category-discounts/2/discount-category-uuid: category-named-twice"));
}

}  // namespace
}  // namespace vip::domains
