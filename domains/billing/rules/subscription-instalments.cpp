// Instalments of health plans: what is recorded of them, and what follows. A collected one becomes
// a payment and an invoice that it pays. Failed collections suspend the plan; when the last of them
// is made good, it resumes.
#include <algorithm>

#include "domains/billing/rules/account_ledger.h"
#include "domains/billing/rules/plan_invoices.h"
#include "domains/billing/rules/plan_schedule.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class InstalmentRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.creates() || change.removes()) return;
    const Record& instalment = change.after();
    if (is_failure(change)) context.set(failures_, change.before->number(failures_) + 1);
    if (!enters(change, "Paid")) return;
    const auto plan = context.find(plan_, instalment);
    const PlanPrice price = invoices_.price(*plan, instalment.number(amount_), context);
    context.set(net_, price.net);
    context.set(tax_, price.tax);
    context.set(tax_rate_, price.tax_rate);
    context.set(tax_uuid_, price.tax_uuid);
    // A payment that pays it has named itself.
    if (!differs(change, payment_)) context.set(payment_, context.new_id());
    context.set(invoice_, context.new_id());
    if (!instalment.has(method_))
      context.set(method_, plan->has(plan_method_) ? plan->at(plan_method_) : direct_debit());
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.creates() || change.removes()) return;
    const Record& instalment = change.after();
    const bool was_paid = change.before->text(status_) == "Paid";
    for (const FieldHandle field : {paid_on_, method_, location_})
      if (was_paid && is_new(change, field))
        context.refuse(field, errors::not_applicable, "The payment has been recorded.");
    if (!is_new(change, failed_on_)) return;
    if (was_paid && instalment.number(failed_on_) < change.before->number(paid_on_))
      context.refuse(failed_on_, errors::dates_reversed,
                     "Expected the day of the payment or a later one.");
    if (instalment.text(status_) != "Failed")
      context.refuse(failed_on_, errors::not_applicable,
                     "Only a Failed instalment has a failed collection to record.");
    else if (instalment.number(failed_on_) < change.before->number(failed_on_))
      context.refuse(failed_on_, errors::dates_reversed,
                     "Expected the day of the last failed collection or a later one.");
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (change.creates() || change.removes()) return;
    if (enters(change, "Paid")) collect(change.after(), context);
    if (is_failure(change)) count_failure(change.after(), context);
    if (change.before->text(status_) == "Paid" && enters(change, "Failed"))
      take_back(change.after(), context);
    const bool made_good = change.before->text(status_) == "Failed" && differs(change, status_);
    if (made_good || enters(change, "Paid")) recover(change.after(), context);
    if (differs(change, status_)) keep_schedules(context);
  }

 private:
  bool enters(const Change& change, std::string_view status) const {
    return change.after().text(status_) == status && differs(change, status_);
  }
  bool is_failure(const Change& change) const {
    return change.after().text(status_) == "Failed" &&
           (differs(change, status_) || differs(change, failed_on_));
  }

  Value direct_debit() const {
    const auto& entries = method_entries_.system_entries;
    return std::ranges::find(entries, "direct-debit", &SystemEntry::code)->id;
  }

  // The payment, unless it exists already, and the invoice that it pays and nothing else.
  void collect(const Record& instalment, RuleContext& context) const {
    const auto plan = context.find(plan_, instalment);
    const Uuid payment = instalment.uuid(payment_), invoice = instalment.uuid(invoice_);
    const std::int64_t amount = instalment.number(amount_);
    if (!context.find(payments_, payment))
      context.create(payments_, {{{&payments_.id()}, payment},
                                 {payment_billing_, instalment.at(billing_)},
                                 {payment_amount_, amount},
                                 {payment_method_, instalment.at(method_)},
                                 {payment_location_, instalment.at(location_)},
                                 {payment_date_, instalment.at(paid_on_)},
                                 {payment_instalment_, instalment.id()}});
    const std::string which = instalment.text(kind_) == "JoiningFee"
                                  ? ", joining fee"
                                  : ", instalment " + std::to_string(instalment.number(number_));
    invoices_.issue(*plan, invoices_.price(*plan, amount, context),
                    {invoice, "PlanInstalment", invoices_.name_of(*plan, context) + which,
                     instalment.at(location_), instalment.at(paid_on_)},
                    context);
    const Date day = instalment.day(paid_on_);
    Settlement settled{
        {{&payments_, payment, amount, day}}, {{&invoiced_, invoice, {amount}, day}}, {}};
    settled.pay(0, 0, Part::uninsured, amount, false);
    ledger_.post(settled, instalment.uuid(billing_), context);
  }

  // A collection that was returned: the payment is reversed, unless its reversal is what led here,
  // and the invoice credited, so that nothing of the instalment is a debt of the account.
  void take_back(const Record& instalment, RuleContext& context) const {
    const auto payment = context.find(payment_, instalment);
    if (payment && !payment->has(payment_reversed_)) {
      const bool direct_debit_returned = payment->at(payment_method_) == direct_debit();
      context.create(
          reversals_,
          {{reversed_payment_, payment->id()},
           {reversal_date_, instalment.at(failed_on_)},
           {reversal_reason_, std::string{direct_debit_returned ? "DirectDebitReturned" : "Other"}},
           {reversal_note_, instalment.at(reason_)}});
    }
    std::int64_t left = 0;
    for (const Record& line : context.all_with(line_invoice_, instalment.at(invoice_)))
      left += line.number(line_gross_) - line.number(line_credited_);
    if (left > 0)
      context.create(notes_, {{note_invoice_, instalment.at(invoice_)},
                              {note_reason_, std::string{"The collection was returned"}}});
  }

  void count_failure(const Record& instalment, RuleContext& context) const {
    const auto plan = context.find(plan_, instalment);
    const std::int64_t failures = failures_in_a_row(*plan, context);
    std::vector<FieldValue> values{{plan_failures_, failures}};
    const auto defined =
        most_failures_.field == nullptr ? std::nullopt : context.find(plan_defined_, *plan);
    if (defined && failures >= defined->number(most_failures_) &&
        plan->text(plan_status_) == "Active") {
      values.push_back({plan_status_, std::string{"Suspended"}});
      values.push_back({plan_suspended_by_, std::string{"FailedCollections"}});
    }
    context.patch(*plan->resource, plan->id(), std::move(values));
  }
  // Since the last instalment that is paid. A payment that is returned interrupts no row.
  std::int64_t failures_in_a_row(const Record& plan, DataContext& data) const {
    std::int64_t failures = 0;
    data.each(setup().resource,
              {{{plan_, FilterOp::eq, {plan.id()}},
                {status_, FilterOp::in, {std::string{"Paid"}, std::string{"Failed"}}}},
               {{due_, true}},
               0},
              [&](const Record& instalment) {
                if (instalment.text(status_) == "Paid") return false;
                failures += instalment.number(failures_);
                return true;
              });
    return failures;
  }

  // A plan that failures have suspended resumes when nothing is left to be made good.
  void recover(const Record& instalment, RuleContext& context) const {
    const auto plan = context.find(plan_, instalment);
    std::vector<FieldValue> values{{plan_failures_, failures_in_a_row(*plan, context)}};
    const bool suspended = plan->text(plan_suspended_by_) == "FailedCollections";
    if (suspended && plan->text(plan_status_) == "Suspended" && !any_failed(*plan, context))
      values.push_back({plan_status_, std::string{"Active"}});
    context.patch(*plan->resource, plan->id(), std::move(values));
  }
  bool any_failed(const Record& plan, DataContext& data) const {
    return !data.select(setup().resource, {{{plan_, FilterOp::eq, {plan.id()}},
                                            {status_, FilterOp::eq, {std::string{"Failed"}}}},
                                           {},
                                           1})
                .empty();
  }

  // Whoever records instalments also brings other plans up to date whose schedule is near its end,
  // so that none is forgotten of which nothing is recorded. Their own rules know how far it goes.
  void keep_schedules(RuleContext& context) const {
    Date ahead = context.today();
    ahead.days += PlanSchedule::kDaysAhead;
    for (const Record& plan : context.select(
             plan_status_.resource(), {{{plan_status_, FilterOp::eq, {std::string{"Active"}}},
                                        {plan_scheduled_to_, FilterOp::lt, {to_value(ahead)}}},
                                       {{plan_scheduled_to_, false}},
                                       kPlansAtOnce}))
      context.patch(*plan.resource, plan.id(), {{plan_scheduled_to_, to_value(ahead)}});
  }

  static constexpr std::size_t kPlansAtOnce = 20;
  static constexpr auto kPlans = "billing/subscriptions";

  PlanInvoices invoices_{setup()};
  AccountLedger ledger_{setup()};
  FieldHandle plan_ = own("subscription-uuid"), billing_ = own("billing-uuid"), kind_ = own("kind"),
              number_ = own("number"), due_ = own("due-date"), amount_ = own("amount"),
              net_ = own("net"), tax_ = own("tax"), tax_rate_ = own("tax-rate"),
              tax_uuid_ = own("tax-uuid"), status_ = own("status"), paid_on_ = own("paid-date"),
              failed_on_ = own("failed-date"), failures_ = own("failures"), reason_ = own("reason"),
              method_ = own("payment-method-uuid"), location_ = own("location-uuid"),
              payment_ = own("payment-uuid"), invoice_ = own("invoice-uuid");
  FieldHandle plan_status_ = of(kPlans, "status"), plan_defined_ = of(kPlans, "plan-uuid"),
              plan_suspended_by_ = of(kPlans, "suspended-by"),
              plan_failures_ = of(kPlans, "failed-collections"),
              plan_method_ = of(kPlans, "payment-method-uuid"),
              plan_scheduled_to_ = of(kPlans, "scheduled-to"),
              most_failures_ = of("formulary-management/health-plans", "suspend-after-failures");
  const Resource& method_entries_ = resource("billing/payment-methods");
  const Resource& invoiced_ = resource("billing/invoices");
  const Resource& payments_ = resource("billing/payments");
  FieldHandle payment_billing_ = of(payments_, "billing-uuid"),
              payment_amount_ = of(payments_, "amount"),
              payment_method_ = of(payments_, "payment-method-uuid"),
              payment_location_ = of(payments_, "location-uuid"),
              payment_date_ = of(payments_, "payment-date"),
              payment_instalment_ = of(payments_, "subscription-instalment-uuid"),
              payment_reversed_ = of(payments_, "reversed-date");
  const Resource& reversals_ = resource("billing/payment-reversals");
  FieldHandle reversed_payment_ = of(reversals_, "payment-uuid"),
              reversal_date_ = of(reversals_, "reversal-date"),
              reversal_reason_ = of(reversals_, "reason"), reversal_note_ = of(reversals_, "note");
  FieldHandle line_invoice_ = of("billing/contents", "invoice-uuid"),
              line_gross_ = of("billing/contents", "gross"),
              line_credited_ = of("billing/contents", "credited");
  const Resource& notes_ = resource("billing/credit-notes");
  FieldHandle note_invoice_ = of(notes_, "invoice-uuid"), note_reason_ = of(notes_, "reason");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_subscription_instalments_rules(const RuleSetup& setup) {
  return std::make_unique<InstalmentRules>(setup);
}

}  // namespace vip::domains
