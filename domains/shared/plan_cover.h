#pragma once

// What a patient's health plan takes off the price of work that its owner is charged for.
//
// Why here: a billable record (clinical) freezes its price, and the entitlements that lower it are
// Billing's; no domain may include another one.
//
// The rule, in this order:
// 1. Only an active plan of the patient covers, on the account that pays for the plan, and only by
//    entitlements to a group of the item whose first and last day the work's day lies between.
// 2. A quantity that is left goes before a discount. Of several quantities the one that ends first
//    is used, of several discounts the greatest. One line uses one entitlement.
// 3. The covered quantity's share of the net price, or the discount's percentage of it, is taken
//    off. It is rounded once, half to even. The tax is that of the rest.

#include <optional>

#include "domains/shared/pricing.h"
#include "rules/rules.h"

namespace vip::domains {

// An entitlement that work uses, and how much of the work.
struct PlanCover {
  Uuid subscription, entitlement;
  std::int64_t quantity = 0;             // scale 3
  std::int64_t discount_percentage = 0;  // scale 2; 0: the quantity is free

  // The price without what the plan takes off; `quantity` is that of the whole line.
  Price lowered(const Price& full, std::int64_t of_quantity) const;
};

class PlanCovers : private Handles {
 public:
  explicit PlanCovers(const RuleSetup& setup) : Handles{setup} {}

  struct Work {
    Uuid patient, billing;
    const Record& item;
    Date day;
    std::int64_t quantity = 0;
  };
  std::optional<PlanCover> find(const Work& work, DataContext& data) const;

 private:
  bool covers(const Record& entitlement, const Work& work) const;
  bool is_better(const Record& one, const Record& other) const;

  static constexpr auto kPlans = "billing/subscriptions";
  static constexpr auto kEntitlements = "billing/subscription-entitlement";
  FieldHandle patient_ = of(kPlans, "patient-uuid"), billing_ = of(kPlans, "billing-uuid"),
              status_ = of(kPlans, "status");
  FieldHandle plan_ = of(kEntitlements, "subscription-uuid"),
              group_ = of(kEntitlements, "healthplan-group-uuid"),
              allowed_ = of(kEntitlements, "quantity-allowed"),
              used_ = of(kEntitlements, "quantity-used"),
              discount_ = of(kEntitlements, "discount-percentage"),
              from_ = of(kEntitlements, "available-from"), to_ = of(kEntitlements, "available-to"),
              archived_ = of(kEntitlements, "archived");
};

}  // namespace vip::domains
