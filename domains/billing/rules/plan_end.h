#pragma once

// The end of a subscription: the final charge or refund, and the end of its schedule.

#include <algorithm>

#include "domains/billing/rules/credit_allocation.h"
#include "domains/billing/rules/plan_benefits.h"
#include "domains/billing/rules/plan_invoices.h"
#include "domains/billing/rules/plan_schedule.h"
#include "domains/billing/rules/plan_settlement.h"
#include "rules/rules.h"

namespace vip::domains {

class PlanEnd : private Handles {
 public:
  explicit PlanEnd(const RuleSetup& setup) : Handles{setup} {}

  // For prepare: what the end comes to.
  void settle(const Record& plan, const PlanSchedule& schedule, RuleContext& context) const {
    const std::int64_t difference = settlement(plan, schedule, context).difference();
    context.set(charge_, std::max<std::int64_t>(difference, 0));
    if (difference > 0) context.set(invoice_, context.new_id());
    std::int64_t refund = 0;
    for (const Refund& part : refunds(plan, -difference, context)) refund += part.amount;
    context.set(refund_, refund);
  }

  // For effects: does it.
  void carry_out(const Record& plan, RuleContext& context) const {
    if (plan.number(charge_) > 0)
      invoices_.issue(
          plan, invoices_.price(plan, plan.number(charge_), context),
          {plan.uuid(invoice_), "PlanSettlement",
           invoices_.name_of(plan, context) + ", final charge", null_value(), null_value()},
          context);
    for (const auto& [invoice, line, amount] : refunds(plan, plan.number(refund_), context)) {
      const CreditedLines lines{{{.id = line}, amount}};
      context.create(notes_, {{note_invoice_, invoice},
                              {note_lines_, written(lines)},
                              {note_reason_, std::string{"The health plan ended: instalments "
                                                         "beyond the value that was used"}}});
    }
    const std::string ended = "The plan ended on " + to_string(plan.day(end_date_)) + ".";
    for (const Record& instalment : context.all_with(of_plan_, plan.id(), 0))
      if (is_open(instalment))
        context.patch(instalments_, instalment.id(),
                      {{status_, std::string{"Cancelled"}}, {reason_, ended}});
  }

 private:
  // A part of a paid instalment that is credited.
  struct Refund {
    Uuid invoice, line;
    std::int64_t amount = 0;
  };

  bool is_open(const Record& instalment) const {
    return instalment.text(status_) == "Due" || instalment.text(status_) == "Failed";
  }

  PlanSettlement settlement(const Record& plan, const PlanSchedule& schedule,
                            DataContext& data) const {
    const Date last = plan.day(end_date_);
    const std::int64_t term = schedule.term_on(last);
    PlanSettlement settled;
    settled.early = last.days < schedule.last_day(term).days;
    std::tie(settled.core_used, settled.all_used) = benefits_.used_in(plan, term, data);
    for (const Record& instalment : data.all_with(of_plan_, plan.id(), 0)) {
      const std::int64_t amount = instalment.number(amount_), its_term = instalment.number(term_);
      const bool joining = instalment.text(kind_) == "JoiningFee";
      if (is_open(instalment) && (joining || its_term < term)) settled.arrears += amount;
      if (joining || its_term != term) continue;
      if (is_open(instalment)) settled.open += amount;
      if (instalment.text(status_) == "Paid") settled.paid += amount;
      if (instalment.text(status_) == "WrittenOff") settled.written_off += amount;
    }
    return settled;
  }

  // Of paid instalments, the last one first, what is not credited yet.
  std::vector<Refund> refunds(const Record& plan, std::int64_t rest, DataContext& data) const {
    std::vector<Refund> parts;
    if (rest <= 0) return parts;
    for (const Record& instalment :
         data.select(instalments_, {{{of_plan_, FilterOp::eq, {plan.id()}},
                                     {status_, FilterOp::eq, {std::string{"Paid"}}},
                                     {kind_, FilterOp::eq, {std::string{"Instalment"}}}},
                                    {{due_, true}},
                                    0})) {
      for (const Record& line : data.all_with(line_invoice_, instalment.at(paid_invoice_))) {
        const std::int64_t left = line.number(line_gross_) - line.number(line_credited_);
        const std::int64_t amount = std::min(left, rest);
        if (amount <= 0) continue;
        parts.push_back({line.uuid(line_invoice_), line.id(), amount});
        rest -= amount;
      }
    }
    return parts;
  }

  PlanBenefits benefits_{setup()};
  PlanInvoices invoices_{setup()};
  FieldHandle end_date_ = of("billing/subscriptions", "end-date"),
              charge_ = of("billing/subscriptions", "final-charge"),
              refund_ = of("billing/subscriptions", "final-refund"),
              invoice_ = of("billing/subscriptions", "settlement-invoice-uuid");
  const Resource& instalments_ = resource("billing/subscription-instalments");
  FieldHandle of_plan_ = of(instalments_, "subscription-uuid"),
              status_ = of(instalments_, "status"), kind_ = of(instalments_, "kind"),
              term_ = of(instalments_, "term"), due_ = of(instalments_, "due-date"),
              amount_ = of(instalments_, "amount"), reason_ = of(instalments_, "reason"),
              paid_invoice_ = of(instalments_, "invoice-uuid");
  FieldHandle line_invoice_ = of("billing/contents", "invoice-uuid"),
              line_gross_ = of("billing/contents", "gross"),
              line_credited_ = of("billing/contents", "credited");
  const Resource& notes_ = resource("billing/credit-notes");
  FieldHandle note_invoice_ = of(notes_, "invoice-uuid"), note_lines_ = of(notes_, "lines"),
              note_reason_ = of(notes_, "reason");
};

}  // namespace vip::domains
