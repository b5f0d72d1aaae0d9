// Credit notes. They take money off lines of an invoice, with the line's own share of tax, so that
// a line credited in several steps comes to exactly what it was.
#include "domains/billing/rules/account_book.h"
#include "domains/billing/rules/credit_lines.h"
#include "domains/common/json_fields.h"
#include "domains/common/money.h"
#include "rules/place.h"

namespace vip::domains {
namespace {

struct CreditedLine {
  Record content;
  std::int64_t amount = 0;  // with tax
};

class CreditNoteRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& note = change.after();
    const auto invoice = context.find(invoice_, note);
    if (!invoice) return;
    const std::vector<Record> contents = contents_of(note, context);
    check_items(note, contents, context);
    const std::vector<CreditedLine> lines = lines_of(note, *invoice, contents);
    if (lines.size() < entries_in(note, lines_).size()) return;  // some are of no line of it
    check_sums(note, *invoice, contents, lines, context);
    if (!note.has(date_)) context.set(date_, to_value(today_at(*invoice, context)));
    std::int64_t net = 0;
    for (const CreditedLine& line : lines) net += net_share(line);
    const Parts sums = sums_of(lines);
    context.set(lines_, kept(lines));
    context.set(net_, net);
    context.set(gross_, sums.sum());
    context.set(insured_gross_, sums.insured);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& note = change.after();
    const auto invoice = context.find(invoice_, note);
    book_.post(settle(note, *invoice), note.uuid(billing_), context);
    for (const CreditedLine& line : lines_of(note, *invoice, contents_of(note, context)))
      context.patch(contents_, line.content.id(),
                    {{line_credited_, line.content.number(line_credited_) + line.amount}});
  }

 private:
  Part part_of(const Record& content) const {
    return content.flag(line_insured_) ? Part::insured : Part::uninsured;
  }
  Parts sums_of(const std::vector<CreditedLine>& lines) const {
    Parts sums;
    for (const CreditedLine& line : lines) sums.of(part_of(line.content)) += line.amount;
    return sums;
  }
  Parts open_on(const Record& invoice) const {
    return {invoice.number(open_uninsured_), invoice.number(open_insured_)};
  }
  bool is_write_off(const Record& note) const { return note.text(kind_) == "WriteOff"; }
  static const Record* named(const JsonEntry& item, const std::vector<Record>& contents) {
    const auto found = std::ranges::find(contents, *item.uuid("invoice-content-uuid"), &Record::id);
    return found == contents.end() ? nullptr : &*found;
  }
  // What no credit note has taken off yet.
  std::int64_t left_of(const Record& content) const {
    return content.number(line_gross_) - content.number(line_credited_);
  }
  std::vector<Record> contents_of(const Record& note, World& world) const {
    return world.select(contents_, {{{line_invoice_, FilterOp::eq, {note.at(invoice_)}}}, {}, 0});
  }

  // The lines that are named, or all that have something left; of a write-off only as far as it is
  // still to be paid.
  std::vector<CreditedLine> lines_of(const Record& note, const Record& invoice,
                                     const std::vector<Record>& contents) const {
    std::vector<CreditedLine> lines;
    for (const JsonEntry& item : entries_in(note, lines_))
      if (const Record* content = named(item, contents))
        lines.push_back({*content, item.amount("amount").value_or(left_of(*content))});
    if (note.has(lines_)) return lines;
    Parts open = open_on(invoice);
    for (const Record& content : contents) {
      std::int64_t amount = left_of(content);
      if (is_write_off(note)) {
        std::int64_t& most = open.of(part_of(content));
        amount = std::clamp(amount, std::int64_t{0}, most);
        most -= amount;
      }
      if (amount != 0) lines.push_back({content, amount});
    }
    return lines;
  }

  // Net in what is taken off: the difference of two shares of the whole, so that shares add up.
  std::int64_t net_share(const CreditedLine& line) const {
    const std::int64_t gross = line.content.number(line_gross_);
    const std::int64_t before = line.content.number(line_credited_);
    if (gross == 0) return 0;
    const auto share = [&](std::int64_t credited) {
      return rounded_half_even(__int128{line.content.number(line_net_)} * credited, gross);
    };
    return share(before + line.amount) - share(before);
  }

  static Value kept(const std::vector<CreditedLine>& lines) {
    CreditLines kept;
    for (const CreditedLine& line : lines) kept.emplace_back(line.content.id(), line.amount);
    return written(kept);
  }

  Settlement settle(const Record& note, const Record& invoice) const {
    const std::int64_t insured = note.number(insured_gross_);
    Settlement settled{{{&notes_, note.id(), note.number(gross_)}},
                       {{invoice.resource, invoice.id(), open_on(invoice)}},
                       {}};
    settled.pay(0, 0, Part::insured, insured, false);
    settled.pay(0, 0, Part::uninsured, note.number(gross_) - insured, false);
    return settled;
  }

  // Each line that the caller names: of the invoice, once, with so much left.
  void check_items(const Record& note, const std::vector<Record>& contents,
                   RuleContext& context) const {
    std::vector<const Record*> seen;
    for (const JsonEntry& item : entries_in(note, lines_)) {
      const Record* content = named(item, contents);
      if (content == nullptr) continue;  // refused as declared
      if (std::ranges::find(seen, content) != seen.end())
        context.refuse(lines_, ErrorCode::duplicate_item, {},
                       item.place_of("invoice-content-uuid"));
      seen.push_back(content);
      const std::int64_t left = left_of(*content);
      const std::int64_t amount = item.amount("amount").value_or(left);
      // A line of less than nothing, such as a discount, is credited by less than nothing.
      const bool fits = left > 0 ? amount > 0 && amount <= left : amount < 0 && amount >= left;
      if (!fits)
        context.refuse(lines_, ErrorCode::credit_exceeds_line, {}, item.place_of("amount"));
    }
  }

  void check_sums(const Record& note, const Record& invoice, const std::vector<Record>& contents,
                  const std::vector<CreditedLine>& lines, RuleContext& context) const {
    Parts left;
    for (const Record& content : contents) left.of(part_of(content)) += left_of(content);
    const Parts sums = sums_of(lines);
    if (sums.sum() <= 0 || !sums.within(left))
      context.refuse(lines_, ErrorCode::credit_exceeds_line,
                     "The invoice has not so much left to be credited.");
    else if (is_write_off(note) && !sums.within(open_on(invoice)))
      context.refuse(lines_, ErrorCode::write_off_exceeds_balance);
  }

  const Resource& notes_ = setup().resource;
  AccountBook book_{setup()};
  FieldHandle invoice_ = own("invoice-uuid"), billing_ = own("billing-uuid"),
              date_ = own("credit-note-date"), kind_ = own("kind"), lines_ = own("lines"),
              net_ = own("total-net"), gross_ = own("total-gross"),
              insured_gross_ = own("insured-gross");
  FieldHandle open_uninsured_ = of("billing/invoices", "balance-uninsured"),
              open_insured_ = of("billing/invoices", "balance-insured");
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
