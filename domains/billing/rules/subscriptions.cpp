// Subscriptions. A patient has one health plan at a time. Each term's instalments and entitlements
// are made ahead of it, from the plan as it is then: whatever is written of an active subscription
// brings its schedule up to date. The end settles what was used against what was paid.
#include <algorithm>

#include "domains/billing/error_codes.h"
#include "domains/billing/rules/plan_benefits.h"
#include "domains/billing/rules/plan_end.h"
#include "domains/billing/rules/plan_invoices.h"
#include "rules/place.h"
#include "rules/states.h"

namespace vip::domains {
namespace {

class SubscriptionRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& plan = change.after();
    if (differs(change, status_)) enter(plan, change, context);
    if (plan.text(status_) != "Active" || !start_is_near(plan, context)) return;
    const Date today = today_at(plan, context);
    const PlanSchedule schedule = schedule_of(plan);
    const Date needed = schedule.last_day(schedule.last_term_needed(today));
    const Value& so_far = change.before ? change.before->at(scheduled_to_) : null_value();
    context.set(scheduled_to_,
                is_null(so_far) ? to_value(needed) : std::max(so_far, to_value(needed)));
    // What earlier terms have come to no longer counts.
    const std::int64_t term = schedule.term_on(today);
    if (change.before && term > change.before->number(term_))
      close_balance(*change.before, context);
    context.set(term_, std::max(term, plan.number(term_)));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& plan = change.after();
    if (!start_is_near(plan, context))
      context.refuse(start_, errors::not_applicable,
                     "Expected a day of the last ten years or the next one.");
    const bool annual = plan.text(interval_) == "Annual";
    if (annual && (!plan.has(annual_) || plan.number(length_) % kYear != 0))
      context.refuse(interval_, errors::not_applicable,
                     "Expected Monthly: the plan has no annual price, or its terms are not years.");
    for (const Record& other : context.all_with(patient_, plan.at(patient_)))
      if (other.id() != plan.id() && !is_final(other, status_))
        return context.refuse(patient_, errors::subscription_exists);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& plan = change.after();
    if (differs(change, scheduled_to_)) schedule(change, context);
    if (!change.creates() && differs(change, status_) && plan.text(status_) == "Ended") {
      end_.carry_out(plan, context);
      benefits_.close(plan, plan.day(end_date_), context);
    }
  }

 private:
  static constexpr std::int64_t kYear = 12;
  static constexpr std::int32_t kDaysBack = 3653, kDaysAhead = 366;

  bool start_is_near(const Record& plan, DataContext& data) const {
    const std::int64_t days = plan.number(start_) - today_at(plan, data).days;
    return -kDaysBack <= days && days <= kDaysAhead;
  }

  PlanSchedule schedule_of(const Record& plan) const {
    const bool annual = plan.text(interval_) == "Annual";
    return {plan.day(start_), std::max<std::int64_t>(plan.number(length_), 1), annual ? kYear : 1};
  }

  void enter(const Record& plan, const Change& change, RuleContext& context) const {
    const std::string_view status = plan.text(status_);
    if (status == "Suspended" && !differs(change, suspended_by_))
      context.set(suspended_by_, std::string{"Request"});
    if (status == "Active") context.set(failures_, std::int64_t{0});
    if (status != "Ended" || change.before == nullptr) return;
    if (!plan.has(end_date_)) context.set(end_date_, to_value(today_at(plan, context)));
    end_.settle(plan, schedule_of(plan), context);
    close_balance(*change.before, context);
  }

  void close_balance(const Record& before, RuleContext& context) const {
    context.set(closed_, before.number(used_) - before.number(paid_) - before.number(waived_));
  }

  // The terms that have been added.
  void schedule(const Change& change, RuleContext& context) const {
    const Record& plan = change.after();
    const PlanSchedule schedule = schedule_of(plan);
    const bool first = change.creates() || !change.before->has(scheduled_to_);
    if (first && plan.number(joining_fee_) > 0)
      ask_for(plan, "JoiningFee", {0, plan.day(start_)}, 1, plan.number(joining_fee_), context);
    const std::int64_t amount =
        plan.number(schedule.months_between_instalments == kYear ? annual_ : monthly_);
    // A plan that was suspended over its anniversary has not renewed: the time is not asked for.
    const std::int64_t since = first                      ? plan.number(start_)
                               : differs(change, status_) ? today_at(plan, context).days
                                                          : 0;
    std::int64_t term = first ? 1 : schedule.term_on(change.before->day(scheduled_to_)) + 1;
    for (; term <= schedule.term_on(plan.day(scheduled_to_)); ++term) {
      for (const PlanInstalment& due : schedule.instalments(term))
        if (amount > 0 && due.due.days >= since)
          ask_for(plan, "Instalment", due, term, amount, context);
      benefits_.entitle(plan, schedule, term, context);
    }
  }

  void ask_for(const Record& plan, const char* kind, const PlanInstalment& due, std::int64_t term,
               std::int64_t amount, RuleContext& context) const {
    const PlanPrice price = invoices_.price(plan, amount, context);
    context.create(instalments_, {{due_.plan, plan.id()},
                                  {due_.kind, std::string{kind}},
                                  {due_.number, due.number},
                                  {due_.term, term},
                                  {due_.date, to_value(due.due)},
                                  {due_.amount, amount},
                                  {due_.net, price.net},
                                  {due_.tax, price.tax},
                                  {due_.tax_rate, price.tax_rate},
                                  {due_.tax_uuid, price.tax_uuid}});
  }

  PlanBenefits benefits_{setup()};
  PlanInvoices invoices_{setup()};
  PlanEnd end_{setup()};
  FieldHandle patient_ = own("patient-uuid"), status_ = own("status"), start_ = own("start-date"),
              end_date_ = own("end-date"), suspended_by_ = own("suspended-by"),
              failures_ = own("failed-collections"), interval_ = own("payment-interval"),
              length_ = own("length-months"), monthly_ = own("monthly-amount"),
              annual_ = own("annual-amount"), joining_fee_ = own("joining-fee"),
              scheduled_to_ = own("scheduled-to"), term_ = own("term"), used_ = own("value-used"),
              paid_ = own("amount-paid"), waived_ = own("instalments-written-off"),
              closed_ = own("balance-closed");
  const Resource& instalments_ = resource("billing/subscription-instalments");
  struct InstalmentFields {
    FieldHandle plan, kind, number, term, date, amount, net, tax, tax_rate, tax_uuid;
  } due_{of(instalments_, "subscription-uuid"),
         of(instalments_, "kind"),
         of(instalments_, "number"),
         of(instalments_, "term"),
         of(instalments_, "due-date"),
         of(instalments_, "amount"),
         of(instalments_, "net"),
         of(instalments_, "tax"),
         of(instalments_, "tax-rate"),
         of(instalments_, "tax-uuid")};
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_subscriptions_rules(const RuleSetup& setup) {
  return std::make_unique<SubscriptionRules>(setup);
}

}  // namespace vip::domains
