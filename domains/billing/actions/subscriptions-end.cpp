// Ends a subscription. Its rules settle what was used against what was paid; here a part of the
// final charge can be written off, by a credit note for its invoice.
#include "core/decimal.h"
#include "core/json.h"
#include "core/json_nodes.h"
#include "domains/billing/actions/named_subscription.h"
#include "domains/billing/error_codes.h"
#include "domains/billing/rules/credit_allocation.h"
#include "domains/shared/money.h"
#include "domains/shared/shared_fields.h"

namespace vip::domains {
namespace {

class SubscriptionsEnd final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const auto plan = named_.find(call);
    if (!plan) return;
    if (plan->text(named_.status()) == "Ended")
      return call.refuse(named_.pointer(call), errors::transition_not_allowed,
                         "Ended is a final state: nothing follows it.");
    const std::int64_t today = call.today().days;
    const std::int64_t end = call.input().has(end_) ? call.input().number(end_) : today;
    if (end > today) call.refuse(end_, errors::date_in_future);
    if (end < plan->number(start_date_)) call.refuse(end_, errors::dates_reversed);
    if (call.refused()) return;
    if (!call.patch(*plan->resource, plan->id(),
                    {{named_.status(), std::string{"Ended"}},
                     {end_date_, end},
                     {end_reason_, call.input().at(reason_)}}))
      return;
    write_off(*call.find(*plan->resource, plan->id()), call);
    if (call.refused()) return;
    const auto ended = call.find(*plan->resource, plan->id());
    Record answer = call.answer();
    answered_.copy_to(answer, *ended);
    call.respond(answer);
  }

 private:
  // Credit of the account has paid its part of the charge; only what is open can be written off.
  void write_off(const Record& ended, ActionCall& call) const {
    if (!call.input().has(write_off_)) return;
    const json::Node asked = json::from_json(call.input().text(write_off_));
    const std::int64_t amount = parse_decimal(asked.find("amount")->text, kMoneyScale).value();
    const auto invoice = call.find(invoice_, ended);
    const std::int64_t open = invoice ? invoice->number(invoice_open_) : 0;
    if (amount > open)
      return call.refuse(
          write_off_, errors::write_off_exceeds_balance,
          "At most " + money_text(open) + " can be written off: the open part of the final charge.",
          "/amount");
    const Record line = call.all_with(line_invoice_, invoice->id()).front();
    const json::Node* reason = asked.find("reason");
    const bool said = reason != nullptr && !reason->text.empty();
    const CreditedLines lines{{{.id = line.id()}, amount}};
    if (call.create(note_kind_.resource(),
                    {{note_invoice_, invoice->id()},
                     {note_kind_, std::string{"WriteOff"}},
                     {note_lines_, written(lines)},
                     {note_reason_, said ? Value{reason->text} : null_value()}}))
      call.patch(*ended.resource, ended.id(),
                 {{written_off_, amount}, {closed_, ended.number(closed_) - amount}});
  }

  NamedSubscription named_{setup()};
  FieldHandle end_ = input("end-date"), reason_ = input("reason"), write_off_ = input("write-off");
  FieldHandle start_date_ = of("billing/subscriptions", "start-date"),
              end_date_ = of("billing/subscriptions", "end-date"),
              end_reason_ = of("billing/subscriptions", "end-reason"),
              written_off_ = of("billing/subscriptions", "amount-written-off"),
              closed_ = of("billing/subscriptions", "balance-closed"),
              invoice_ = of("billing/subscriptions", "settlement-invoice-uuid");
  FieldHandle invoice_open_ = of("billing/invoices", "balance-outstanding"),
              line_invoice_ = of("billing/contents", "invoice-uuid");
  FieldHandle note_invoice_ = of("billing/credit-notes", "invoice-uuid"),
              note_kind_ = of("billing/credit-notes", "kind"),
              note_lines_ = of("billing/credit-notes", "lines"),
              note_reason_ = of("billing/credit-notes", "reason");
  SharedFields answered_{resource("billing/subscriptions"), setup().action.output.get()};
};

}  // namespace

std::unique_ptr<ActionRules> make_billing_subscriptions_end_action(const ActionSetup& setup) {
  return std::make_unique<SubscriptionsEnd>(setup);
}

}  // namespace vip::domains
