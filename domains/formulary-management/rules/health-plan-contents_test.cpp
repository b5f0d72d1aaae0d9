// Contents of health plans: a quantity or a discount, in months that the plan has.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

struct Entitled {
  const char* name;
  NamedValues values;
  std::vector<std::string> refused_fields;
};

class HealthPlanContents : public testing::TestWithParam<Entitled> {};

TEST_P(HealthPlanContents, DoNotContradictThemselves) {
  Practice practice;
  const Uuid plan =
      practice.add("formulary-management/health-plans", {{"length-months", std::int64_t{12}}}).id();
  NamedValues values = GetParam().values;
  values.emplace_back("plan-uuid", plan);
  practice.create("formulary-management/health-plan-contents", values);
  std::vector<std::string> expected;
  for (const std::string& field : GetParam().refused_fields)
    expected.push_back(field + ": entitlement-contradictory");
  EXPECT_EQ(practice.refusals, expected);
}

const Value kOne = std::int64_t{1'000};
const Value kTenPercent = std::int64_t{10'00};
Value months(std::int64_t count) { return count; }

INSTANTIATE_TEST_SUITE_P(
    Table, HealthPlanContents,
    testing::Values(
        Entitled{"Quantity", {{"quantity", kOne}}, {}},
        Entitled{"QuantityEachQuarter", {{"quantity", kOne}, {"interval-months", months(3)}}, {}},
        Entitled{"Discount", {{"discount-percentage", kTenPercent}}, {}},
        Entitled{"Neither", {}, {"quantity"}},
        Entitled{"Both",
                 {{"quantity", kOne}, {"discount-percentage", kTenPercent}},
                 {"discount-percentage"}},
        Entitled{"DiscountEachQuarter",
                 {{"discount-percentage", kTenPercent}, {"interval-months", months(3)}},
                 {"interval-months"}},
        Entitled{"LastMonth",
                 {{"quantity", kOne},
                  {"available-from-month", months(12)},
                  {"available-to-month", months(12)}},
                 {}},
        Entitled{"AfterThePlan",
                 {{"quantity", kOne}, {"available-from-month", months(13)}},
                 {"available-from-month"}},
        Entitled{"EndsAfterThePlan",
                 {{"quantity", kOne}, {"available-to-month", months(13)}},
                 {"available-to-month"}},
        Entitled{"EndsBeforeItBegins",
                 {{"quantity", kOne},
                  {"available-from-month", months(6)},
                  {"available-to-month", months(5)}},
                 {"available-to-month"}}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace vip::domains
