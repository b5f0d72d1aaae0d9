// Subscriptions. A patient has one health plan at a time. The plan's contents are copied when the
// subscription begins, so that a later change of the plan does not affect it.
#include <algorithm>

#include "domains/billing/error_codes.h"
#include "domains/shared/date_arithmetic.h"
#include "rules/states.h"

namespace vip::domains {
namespace {

// The same day so many months later, or the last day of a shorter month.
std::int64_t months_after(std::int64_t day, std::int64_t months) {
  return after_period(Date{static_cast<std::int32_t>(day)}, months, "MONTH").days;
}

class SubscriptionRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& plan = change.after();
    for (const Record& other : context.all_with(patient_, plan.at(patient_)))
      if (other.id() != plan.id() && !is_final(other, status_))
        return context.refuse(patient_, errors::subscription_exists);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates() || content_.plan.field == nullptr) return;
    const auto defined = context.find(plan_, change.after());
    for (const Record& content : context.all_with(content_.plan, defined->id(), 0))
      if (!content.flag(content_.archived))
        entitle(change.after(), content, defined->number(length_), context);
  }

 private:
  // Fields of the formulary's plan contents and of the entitlements here.
  struct ContentFields {
    FieldHandle plan, group, quantity, discount, from_month, to_month, interval, archived;
  };
  struct EntitlementFields {
    FieldHandle plan, patient, content, group, core, allowed, discount, from, to;
  };

  // One entitlement, or one for each interval of the plan's months.
  void entitle(const Record& plan, const Record& content, std::int64_t length,
               RuleContext& context) const {
    const std::int64_t last =
        content.has(content_.to_month) ? content.number(content_.to_month) : length;
    const std::int64_t interval =
        content.has(content_.interval) ? content.number(content_.interval) : std::max(last, length);
    const auto group = context.find(content_.group, content);
    for (std::int64_t month = content.number(content_.from_month); month <= last;
         month += interval) {
      const std::int64_t until = std::min(month + interval - 1, last);
      context.create(own_.plan.resource(),
                     {{own_.plan, plan.id()},
                      {own_.patient, plan.at(patient_)},
                      {own_.content, content.id()},
                      {own_.group, content.at(content_.group)},
                      {own_.core, group ? group->at(group_core_) : std::int64_t{0}},
                      {own_.allowed, content.at(content_.quantity)},
                      {own_.discount, content.at(content_.discount)},
                      {own_.from, months_after(plan.number(start_), month - 1)},
                      {own_.to, months_after(plan.number(start_), until) - 1}});
    }
  }

  FieldHandle patient_ = own("patient-uuid"), plan_ = own("plan-uuid"), status_ = own("status"),
              start_ = own("start-date");
  FieldHandle length_ = of("formulary-management/health-plans", "length-months"),
              group_core_ = of("formulary-management/health-plan-groups", "core");
  static constexpr auto kContents = "formulary-management/health-plan-contents";
  static constexpr auto kEntitlements = "billing/subscription-entitlement";
  ContentFields content_{of(kContents, "plan-uuid"),
                         of(kContents, "healthplan-group-uuid"),
                         of(kContents, "quantity"),
                         of(kContents, "discount-percentage"),
                         of(kContents, "available-from-month"),
                         of(kContents, "available-to-month"),
                         of(kContents, "interval-months"),
                         of(kContents, "archived")};
  EntitlementFields own_{of(kEntitlements, "subscription-uuid"),
                         of(kEntitlements, "patient-uuid"),
                         of(kEntitlements, "entitlement-content-uuid"),
                         of(kEntitlements, "healthplan-group-uuid"),
                         of(kEntitlements, "core"),
                         of(kEntitlements, "quantity-allowed"),
                         of(kEntitlements, "discount-percentage"),
                         of(kEntitlements, "available-from"),
                         of(kEntitlements, "available-to")};
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_subscriptions_rules(const RuleSetup& setup) {
  return std::make_unique<SubscriptionRules>(setup);
}

}  // namespace vip::domains
