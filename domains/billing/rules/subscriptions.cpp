// Subscriptions. A patient has one health plan at a time; what it entitles to is copied when it
// begins, so that a change of the plan later takes nothing away from who has it.
#include <chrono>

#include "domains/common/transitions.h"

namespace vip::domains {
namespace {

// The same day so many months later, or the last of a shorter month.
std::int64_t months_after(std::int64_t day, std::int64_t months) {
  using namespace std::chrono;
  year_month_day date{sys_days{std::chrono::days{day}}};
  date += std::chrono::months{months};
  if (!date.ok()) date = date.year() / date.month() / last;
  return sys_days{date}.time_since_epoch().count();
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
        content_plan_{
            field_if_served(setup, "formulary-management/health-plan-contents", "plan-uuid")},
        entitlements_{setup.catalogue.resource("billing/subscription-entitlement")} {}

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
    context.set(balance_,
                plan.number(used_) - plan.number(paid_) - plan.number(written_off_));
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
    if (!change.creates() || content_plan_.field == nullptr) return;
    for (const Record& content :
         context.all_with(content_plan_, change.after().at(plan_), kMostContents))
      entitle(change.after(), content, context);
  }

 private:
  static constexpr std::size_t kMostContents = 1000;

  void entitle(const Record& plan, const Record& content, RuleContext& context) const {
    const auto of = [&](std::string_view name) { return content.at(content.resource->field(name)); };
    const auto month = [&](std::string_view name) { return std::get<std::int64_t>(of(name)); };
    const auto own = [&](std::string_view name) { return FieldHandle{&entitlements_.field(name)}; };
    const auto group = context.find({&content.resource->field("healthplan-group-uuid")}, content);
    const std::int64_t start = plan.number(start_);
    context.create(
        entitlements_,
        {{own("subscription-uuid"), plan.id()},
         {own("patient-uuid"), plan.at(patient_)},
         {own("entitlement-content-uuid"), content.id()},
         {own("healthplan-group-uuid"), of("healthplan-group-uuid")},
         {own("core"), group ? group->at(group->resource->field("core")) : std::int64_t{0}},
         {own("quantity-allowed"), of("quantity")},
         {own("available-from"), months_after(start, month("available-from-month"))},
         {own("available-to"), null_value()}});
  }

  FieldHandle account_, billing_, patient_, plan_, status_, start_, suspended_, monthly_;
  FieldHandle used_, paid_, written_off_, balance_;
  StateMachine states_;
  FieldHandle billing_account_, patient_account_, patient_species_, plan_species_, price_;
  FieldHandle content_plan_;
  const Resource& entitlements_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_subscriptions_rules(const RuleSetup& setup) {
  return std::make_unique<SubscriptionRules>(setup);
}

}  // namespace vip::domains
