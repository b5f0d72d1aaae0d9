// Credit notes. They reduce lines of an invoice, each with its own share of tax, so that a line
// that is credited in several steps is credited exactly in full.
#include "domains/billing/rules/account_ledger.h"
#include "domains/billing/rules/credit_allocation.h"
#include "domains/shared/json_fields.h"
#include "rules/place.h"

namespace vip::domains {
namespace {

class CreditNoteRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& note = change.after();
    const auto invoice = context.find(invoice_, note);
    if (!invoice) return;
    const std::vector<ChargedLine> lines = lines_of(note, context);
    const std::vector<NamedLine> named = named_in(note);
    const auto errors = errors_of_named(lines, named);
    refuse_all(errors, lines_, context);
    if (!errors.empty()) return;
    const CreditedLines credited = credited_by(note, *invoice, lines);
    if (credited.size() < named.size()) return;  // a line of another invoice: refused as declared
    const Parts sums = sums_of(credited);
    refuse_all(errors_of_sums(lines, sums, most_of(note, *invoice)), lines_, context);
    std::int64_t net = 0;
    for (const CreditedLine& line : credited) net += line.net();
    if (!note.has(date_)) context.set(date_, to_value(today_at(*invoice, context)));
    context.set(lines_, written(credited));
    context.set(net_, net);
    context.set(gross_, sums.sum());
    context.set(insured_gross_, sums.insured);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& note = change.after();
    const auto invoice = context.find(invoice_, note);
    ledger_.post(settle(note, *invoice), note.uuid(billing_), context);
    for (const auto& [line, amount] : credited_by(note, *invoice, lines_of(note, context)))
      context.patch(contents_, line.id, {{line_credited_, line.credited + amount}});
  }

 private:
  std::vector<ChargedLine> lines_of(const Record& note, DataContext& data) const {
    std::vector<ChargedLine> lines;
    for (const Record& content : data.all_with(line_invoice_, note.at(invoice_), 0))
      lines.push_back({content.id(), content.flag(line_insured_) ? Part::insured : Part::uninsured,
                       content.number(line_net_), content.number(line_gross_),
                       content.number(line_credited_)});
    return lines;
  }

  std::vector<NamedLine> named_in(const Record& note) const {
    std::vector<NamedLine> named;
    for (const JsonEntry& item : entries_in(note, lines_))
      named.push_back({*item.uuid("invoice-content-uuid"), item.amount("amount"), item.place});
    return named;
  }

  Parts open_on(const Record& invoice) const {
    return {invoice.number(open_uninsured_), invoice.number(open_insured_)};
  }
  // A write-off is limited to the open amount.
  std::optional<Parts> most_of(const Record& note, const Record& invoice) const {
    return note.text(kind_) == "WriteOff" ? std::optional{open_on(invoice)} : std::nullopt;
  }
  CreditedLines credited_by(const Record& note, const Record& invoice,
                            const std::vector<ChargedLine>& lines) const {
    return note.has(lines_) ? named_lines(lines, named_in(note))
                            : lines_left(lines, most_of(note, invoice));
  }

  Settlement settle(const Record& note, const Record& invoice) const {
    const std::int64_t insured = note.number(insured_gross_);
    Settlement settled{{{&notes_, note.id(), note.number(gross_), note.day(date_)}},
                       {{invoice.resource, invoice.id(), open_on(invoice), invoice.day(invoiced_)}},
                       {}};
    settled.pay(0, 0, Part::insured, insured, false);
    settled.pay(0, 0, Part::uninsured, note.number(gross_) - insured, false);
    return settled;
  }

  const Resource& notes_ = setup().resource;
  AccountLedger ledger_{setup()};
  FieldHandle invoice_ = own("invoice-uuid"), billing_ = own("billing-uuid"),
              date_ = own("credit-note-date"), kind_ = own("kind"), lines_ = own("lines"),
              net_ = own("total-net"), gross_ = own("total-gross"),
              insured_gross_ = own("insured-gross");
  FieldHandle open_uninsured_ = of("billing/invoices", "balance-uninsured"),
              open_insured_ = of("billing/invoices", "balance-insured"),
              invoiced_ = of("billing/invoices", "invoice-date");
  const Resource& contents_ = resource("billing/contents");
  FieldHandle line_invoice_ = of(contents_, "invoice-uuid"), line_net_ = of(contents_, "net"),
              line_gross_ = of(contents_, "gross"), line_insured_ = of(contents_, "insured"),
              line_credited_ = of(contents_, "credited");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_credit_notes_rules(const RuleSetup& setup) {
  return std::make_unique<CreditNoteRules>(setup);
}

}  // namespace vip::domains
