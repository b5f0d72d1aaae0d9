// Contents of health plans: a quantity or a discount, within the plan's months.
#include <algorithm>

#include "domains/formulary-management/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class HealthPlanContentRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const auto fields = {quantity_, discount_, from_, to_, interval_};
    if (std::ranges::none_of(fields, [&](FieldHandle field) { return change.changes(field); }))
      return;
    const Record& content = change.after();
    const auto refuse = [&](FieldHandle field, const char* detail) {
      context.refuse(field, errors::entitlement_contradictory, detail);
    };
    if (content.has(quantity_) == content.has(discount_))
      refuse(content.has(quantity_) ? discount_ : quantity_,
             "Expected either quantity or discount-percentage.");
    if (content.has(interval_) && content.has(discount_))
      refuse(interval_, "Expected no interval beside a discount.");
    const auto plan = context.find(plan_, content);
    const std::int64_t length = plan ? plan->number(length_) : 0;
    if (plan && content.number(from_) > length) refuse(from_, "Expected a month of the plan.");
    if (plan && content.has(to_) && content.number(to_) > length)
      refuse(to_, "Expected a month of the plan.");
    if (content.has(to_) && content.number(to_) < content.number(from_))
      refuse(to_, "Expected the month of available-from-month or a later one.");
  }

 private:
  FieldHandle plan_ = own("plan-uuid"), quantity_ = own("quantity"),
              discount_ = own("discount-percentage"), from_ = own("available-from-month"),
              to_ = own("available-to-month"), interval_ = own("interval-months"),
              length_ = of("formulary-management/health-plans", "length-months");
};

}  // namespace

std::unique_ptr<ResourceRules> make_formulary_management_health_plan_contents_rules(
    const RuleSetup& setup) {
  return std::make_unique<HealthPlanContentRules>(setup);
}

}  // namespace vip::domains
