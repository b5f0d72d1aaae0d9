#pragma once

// The entitlements of a subscription: made for each term from the plan's contents of that day, and
// closed when the subscription ends.

#include "domains/billing/rules/plan_schedule.h"
#include "rules/rules.h"

namespace vip::domains {

class PlanBenefits : private Handles {
 public:
  explicit PlanBenefits(const RuleSetup& setup) : Handles{setup} {}

  void entitle(const Record& subscription, const PlanSchedule& schedule, std::int64_t term,
               RuleContext& context) const {
    if (content_.plan.field == nullptr) return;
    const auto defined = context.find(defined_, subscription);
    if (!defined) return;
    for (const Record& content : context.all_with(content_.plan, defined->id(), 0)) {
      if (content.flag(content_.archived)) continue;
      const auto group = context.find(content_.group, content);
      const Value core = group ? group->at(group_core_) : Value{std::int64_t{0}};
      for (const auto& [from, to] : schedule.windows(term, months_of(content)))
        context.create(own_.plan.resource(), {{own_.plan, subscription.id()},
                                              {own_.patient, subscription.at(patient_)},
                                              {own_.content, content.id()},
                                              {own_.group, content.at(content_.group)},
                                              {own_.core, core},
                                              {own_.term, term},
                                              {own_.allowed, content.at(content_.quantity)},
                                              {own_.discount, content.at(content_.discount)},
                                              {own_.from, to_value(from)},
                                              {own_.to, to_value(to)}});
    }
  }

  // Nothing can be used after the last day.
  void close(const Record& subscription, Date last, RuleContext& context) const {
    for (const Record& entitlement : context.all_with(own_.plan, subscription.id(), 0)) {
      if (entitlement.day(own_.from).days > last.days)
        context.patch(*entitlement.resource, entitlement.id(), {{own_.archived, std::int64_t{1}}});
      else if (entitlement.day(own_.to).days > last.days)
        context.patch(*entitlement.resource, entitlement.id(), {{own_.to, to_value(last)}});
    }
  }

  // What core benefits, and all benefits, have covered in a term.
  std::pair<std::int64_t, std::int64_t> used_in(const Record& subscription, std::int64_t term,
                                                DataContext& data) const {
    std::int64_t core = 0, all = 0;
    for (const Record& entitlement : data.all_with(own_.plan, subscription.id(), 0)) {
      if (entitlement.number(own_.term) != term) continue;
      all += entitlement.number(own_.value);
      if (entitlement.flag(own_.core)) core += entitlement.number(own_.value);
    }
    return {core, all};
  }

 private:
  PlanMonths months_of(const Record& content) const {
    PlanMonths months{.from = content.number(content_.from_month)};
    if (content.has(content_.to_month)) months.to = content.number(content_.to_month);
    if (content.has(content_.interval)) months.interval = content.number(content_.interval);
    return months;
  }

  // Fields of the formulary's plan contents and of the entitlements here.
  struct ContentFields {
    FieldHandle plan, group, quantity, discount, from_month, to_month, interval, archived;
  };
  struct EntitlementFields {
    FieldHandle plan, patient, content, group, core, term, allowed, discount, value, from, to,
        archived;
  };
  static constexpr auto kContents = "formulary-management/health-plan-contents";
  static constexpr auto kEntitlements = "billing/subscription-entitlement";

  FieldHandle patient_ = of("billing/subscriptions", "patient-uuid"),
              defined_ = of("billing/subscriptions", "plan-uuid"),
              group_core_ = of("formulary-management/health-plan-groups", "core");
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
                         of(kEntitlements, "term"),
                         of(kEntitlements, "quantity-allowed"),
                         of(kEntitlements, "discount-percentage"),
                         of(kEntitlements, "value-used"),
                         of(kEntitlements, "available-from"),
                         of(kEntitlements, "available-to"),
                         of(kEntitlements, "archived")};
};

}  // namespace vip::domains
