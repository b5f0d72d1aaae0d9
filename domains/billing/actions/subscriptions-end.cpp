// Ends a subscription. Its debt is on invoices already. A write-off of the debt is credit notes on
// the lines that the plan covered, oldest invoice first.
#include <algorithm>
#include <map>

#include "core/decimal.h"
#include "core/json.h"
#include "domains/billing/actions/named_subscription.h"
#include "domains/billing/error_codes.h"
#include "domains/billing/rules/credit_allocation.h"
#include "domains/shared/shared_fields.h"

namespace vip::domains {
namespace {

// The amount to write off on one invoice, by line, and the open amount that remains.
struct WriteOff {
  Parts open;
  CreditedLines lines;
};
using WriteOffs = std::map<Uuid, WriteOff>;  // ids increase with time

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
    std::int64_t written_off = 0;
    if (!write_off(*plan, written_off, call)) return;
    if (!call.patch(*plan->resource, plan->id(),
                    {{named_.status(), std::string{"Ended"}},
                     {end_date_, end},
                     {end_reason_, call.input().at(reason_)},
                     {written_off_, written_off}}))
      return;
    const auto ended = call.find(*plan->resource, plan->id());
    Record answer = call.answer();
    answered_.copy_to(answer, *ended);
    call.respond(answer);
  }

 private:
  // False: the call is refused.
  bool write_off(const Record& plan, std::int64_t& amount, ActionCall& call) const {
    if (!call.input().has(write_off_)) return !call.refused();
    const json::Node asked = json::parse(call.input().text(write_off_)).value();
    amount = parse_decimal(asked.find("amount")->text, 2).value();
    std::int64_t rest = amount;
    const WriteOffs parts = spread(plan, rest, call);
    if (rest > 0 || amount > plan.number(balance_))
      call.refuse(write_off_, errors::write_off_exceeds_balance, {}, "/amount");
    if (call.refused()) return false;
    const json::Node* reason = asked.find("reason");
    const bool said = reason != nullptr && !reason->text.empty();
    return std::ranges::all_of(parts, [&](const auto& part) {
      return call
          .create(note_kind_.resource(),
                  {{note_invoice_, part.first},
                   {note_kind_, std::string{"WriteOff"}},
                   {note_lines_, written(part.second.lines)},
                   {note_reason_, said ? Value{reason->text} : null_value()}})
          .has_value();
    });
  }

  // The open lines that the plan covered, until `rest` is used up.
  WriteOffs spread(const Record& plan, std::int64_t& rest, ActionCall& call) const {
    WriteOffs parts;
    for (const Record& line : call.all_with(line_plan_, plan.id(), 0)) {
      const auto [found, first] = parts.try_emplace(line.uuid(line_invoice_));
      WriteOff& part = found->second;
      if (const auto invoice = first ? call.find(line_invoice_, line) : std::nullopt)
        part.open = {invoice->number(open_uninsured_), invoice->number(open_insured_)};
      std::int64_t& open = part.open.of(line.flag(line_insured_) ? Part::insured : Part::uninsured);
      const std::int64_t left = line.number(line_gross_) - line.number(line_credited_);
      const std::int64_t amount = std::min({line.number(line_covered_), left, open, rest});
      if (amount <= 0) continue;
      part.lines.push_back({{.id = line.id()}, amount});
      open -= amount;
      rest -= amount;
    }
    std::erase_if(parts, [](const auto& part) { return part.second.lines.empty(); });
    return parts;
  }

  NamedSubscription named_{setup()};
  FieldHandle end_ = input("end-date"), reason_ = input("reason"), write_off_ = input("write-off");
  FieldHandle start_date_ = of("billing/subscriptions", "start-date"),
              end_date_ = of("billing/subscriptions", "end-date"),
              end_reason_ = of("billing/subscriptions", "end-reason"),
              written_off_ = of("billing/subscriptions", "amount-written-off"),
              balance_ = of("billing/subscriptions", "pet-plan-balance");
  FieldHandle line_plan_ = of("billing/contents", "subscription-uuid"),
              line_invoice_ = of("billing/contents", "invoice-uuid"),
              line_covered_ = of("billing/contents", "covered"),
              line_gross_ = of("billing/contents", "gross"),
              line_credited_ = of("billing/contents", "credited"),
              line_insured_ = of("billing/contents", "insured");
  FieldHandle open_insured_ = of("billing/invoices", "balance-insured"),
              open_uninsured_ = of("billing/invoices", "balance-uninsured");
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
