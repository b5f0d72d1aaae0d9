// Subscriptions. A patient has one health plan at a time; what it entitles to is copied when it
// begins, so that a change of the plan later takes nothing away from who has it.
#include <algorithm>
#include <chrono>

#include "domains/common/periods.h"
#include "domains/common/transitions.h"

namespace vip::domains {
namespace {

// The same day so many months later, or the last of a shorter month.
std::int64_t months_after(std::int64_t day, std::int64_t months) {
  return after_period(Date{static_cast<std::int32_t>(day)}, months, "MONTH").days;
}

class SubscriptionRules final : public ResourceRules {
 public:
  explicit SubscriptionRules(const RuleSetup& setup)
      : account_{setup.field("account-uuid")},
        billing_{setup.field("billing-uuid")},
        patient_{setup.field("patient-uuid")},
        plan_{setup.field("plan-uuid")},
        status_{setup.field("status")},
        start_{setup.field("start-date")},
        suspended_{setup.field("suspended-date")},
        monthly_{setup.field("monthly-amount")},
        used_{setup.field("value-used")},
        paid_{setup.field("amount-paid")},
        written_off_{setup.field("amount-written-off")},
        balance_{setup.field("pet-plan-balance")},
        states_{status_,
                {"Active"},
                {{"Active", {"Suspended", "Ended"}}, {"Suspended", {"Active", "Ended"}}}},
        billing_account_{setup.field_of("billing/billing-accounts", "account-uuid")},
        patient_account_{field_if_served(setup, "patient-management/patients", "account-uuid")},
        patient_species_{field_if_served(setup, "patient-management/patients", "species-uuid")},
        plan_species_{field_if_served(setup, "formulary-management/health-plans", "species-uuid")},
        price_{field_if_served(setup, "formulary-management/health-plans", "price-monthly")},
        length_{field_if_served(setup, "formulary-management/health-plans", "length-months")},
        group_core_{field_if_served(setup, "formulary-management/health-plan-groups", "core")},
        content_{of_content(setup, "plan-uuid"),
                 of_content(setup, "healthplan-group-uuid"),
                 of_content(setup, "quantity"),
                 of_content(setup, "available-from-month"),
                 of_content(setup, "available-to-month"),
                 of_content(setup, "interval-months"),
                 of_content(setup, "archived")},
        own_{own(setup, "subscription-uuid"),
             own(setup, "patient-uuid"),
             own(setup, "entitlement-content-uuid"),
             own(setup, "healthplan-group-uuid"),
             own(setup, "core"),
             own(setup, "quantity-allowed"),
             own(setup, "available-from"),
             own(setup, "available-to")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& plan = change.after();
    if (change.creates()) {
      const auto billing = context.all_with(billing_account_, plan.at(account_), 1);
      if (!billing.empty()) context.set(billing_, billing.front().id());
      const auto defined = context.find(plan_, plan);
      if (defined && !plan.has(monthly_)) context.set(monthly_, defined->at(price_));
    }
    if (states_.enters(change, "Active")) context.set(suspended_, null_value());
    states_.stamp(change, context, {"Suspended"}, suspended_);
    context.set(balance_, plan.number(used_) - plan.number(paid_) - plan.number(written_off_));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    states_.check(change, context);
    if (!change.creates()) return;
    const Record& plan = change.after();
    const auto patient = context.find(patient_, plan);
    const auto defined = context.find(plan_, plan);
    if (patient && patient->at(patient_account_) != plan.at(account_))
      context.refuse(patient_, ErrorCode::patient_of_another_account);
    if (patient && defined && defined->has(plan_species_) &&
        defined->at(plan_species_) != patient->at(patient_species_))
      context.refuse(plan_, ErrorCode::plan_not_for_species);
    for (const Record& other : context.all_with(patient_, plan.at(patient_)))
      if (other.id() != plan.id() && !states_.is_final(other))
        return context.refuse(patient_, ErrorCode::subscription_exists);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates() || content_.plan.field == nullptr) return;
    const auto defined = context.find(plan_, change.after());
    for (const Record& content : context.all_with(content_.plan, defined->id(), 0))
      if (!content.flag(content_.archived))
        entitle(change.after(), content, defined->number(length_), context);
  }

 private:
  // Of the formulary's plan contents and of what they entitle to here.
  struct ContentFields {
    FieldHandle plan, group, quantity, from_month, to_month, interval, archived;
  };
  struct EntitlementFields {
    FieldHandle plan, patient, content, group, core, allowed, from, to;
  };

  static FieldHandle of_content(const RuleSetup& setup, std::string_view name) {
    return field_if_served(setup, "formulary-management/health-plan-contents", name);
  }
  static FieldHandle own(const RuleSetup& setup, std::string_view name) {
    return setup.field_of("billing/subscription-entitlement", name);
  }

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
                      {own_.from, months_after(plan.number(start_), month - 1)},
                      {own_.to, months_after(plan.number(start_), until) - 1}});
    }
  }

  FieldHandle account_, billing_, patient_, plan_, status_, start_, suspended_, monthly_;
  FieldHandle used_, paid_, written_off_, balance_;
  StateMachine states_;
  FieldHandle billing_account_, patient_account_, patient_species_, plan_species_, price_;
  FieldHandle length_, group_core_;
  ContentFields content_;
  EntitlementFields own_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_subscriptions_rules(const RuleSetup& setup) {
  return std::make_unique<SubscriptionRules>(setup);
}

}  // namespace vip::domains
