#include "domains/billing/rules/vat_totals.h"

#include <set>

#include "domains/shared/json_fields.h"
#include "rules/place.h"

namespace vip::domains {
namespace {

constexpr std::int64_t kMillisecondsPerDay = 86'400'000;

// What of each part is credited between two amounts of the whole line. Differences of shares, so
// that the parts come to the credited amount, and the steps to the line.
struct CreditedParts {
  std::int64_t gross = 0;              // of the line
  std::int64_t before = 0, after = 0;  // credited so far, and with this step
  std::int64_t net_so_far = 0, gross_so_far = 0;

  TaxedSum next(const TaxedSum& part) {
    const std::int64_t net_then = net_so_far, gross_then = gross_so_far;
    net_so_far += part.net.value();
    gross_so_far += (part.net + part.tax).value();
    const Amount net = step(net_so_far) - step(net_then);
    return {net, step(gross_so_far) - step(gross_then) - net};
  }

 private:
  Amount step(std::int64_t prefix) const {
    return share_of(prefix, after, gross) - share_of(prefix, before, gross);
  }
};

}  // namespace

VatTotals::VatTotals(const Catalogue& catalogue) {
  const auto of = [&](std::string_view path, std::string_view name) {
    return FieldHandle{&catalogue.resource(path).field(name)};
  };
  constexpr auto kInvoices = "billing/invoices";
  date_ = of(kInvoices, "invoice-date");
  deleted_ = of(kInvoices, "deleted-date");
  location_ = of(kInvoices, "location-uuid");
  constexpr auto kLines = "billing/contents";
  line_invoice_ = of(kLines, "invoice-uuid");
  line_net_ = of(kLines, "net");
  line_tax_ = of(kLines, "tax");
  line_tax_uuid_ = of(kLines, "tax-uuid");
  line_rate_ = of(kLines, "tax-rate");
  line_relief_ = of(kLines, "tax-relief-reason");
  line_breakdown_ = of(kLines, "tax-breakdown");
  constexpr auto kNotes = "billing/credit-notes";
  note_invoice_ = of(kNotes, "invoice-uuid");
  note_date_ = of(kNotes, "credit-note-date");
  note_kind_ = of(kNotes, "kind");
  note_lines_ = of(kNotes, "lines");
}

VatTotals::Parts VatTotals::parts_of(const Record& line) const {
  Parts parts;
  for (const JsonEntry& part : entries_in(line, line_breakdown_))
    parts.push_back({{part.decimal("tax-rate", kPercentScale), part.uuid("tax-uuid"),
                      std::string{part.text("tax-relief-reason")}},
                     {*part.amount("net"), *part.amount("tax")}});
  if (!parts.empty()) return parts;
  TaxKey key;
  if (line.has(line_rate_)) key.rate = line.number(line_rate_);
  if (line.has(line_tax_uuid_)) key.tax = line.uuid(line_tax_uuid_);
  key.relief = line.text(line_relief_);
  return {{key, {line.number(line_net_), line.number(line_tax_)}}};
}

void VatTotals::add_invoice(const Record& invoice, std::int64_t sign, TaxRows& rows,
                            DataContext& data) const {
  for (const Record& line : data.all_with(line_invoice_, invoice.id(), 0))
    for (const auto& [key, sum] : parts_of(line)) rows[key].sales.add(sum, sign);
}

void VatTotals::add_notes(const Record& invoice, Date first, Date last, TaxRows& rows,
                          DataContext& data) const {
  std::map<Uuid, std::int64_t> credited;  // so far, by line
  std::map<Uuid, Record> lines;
  for (Record& line : data.all_with(line_invoice_, invoice.id(), 0)) {
    const Uuid id = line.id();
    lines.emplace(id, std::move(line));
  }
  for (const Record& note : data.all_with(note_invoice_, invoice.id(), 0)) {
    const bool counts = note.day(note_date_) >= first && note.day(note_date_) <= last;
    const bool written_off = note.text(note_kind_) == "WriteOff";
    for (const JsonEntry& item : entries_in(note, note_lines_)) {
      const auto line = lines.find(*item.uuid("invoice-content-uuid"));
      if (line == lines.end()) continue;
      std::int64_t& so_far = credited[line->first];
      CreditedParts steps{.gross = line->second.number(line_net_) + line->second.number(line_tax_),
                          .before = so_far,
                          .after = so_far + item.amount("amount").value_or(0)};
      so_far = steps.after;
      if (!counts || steps.gross == 0) continue;
      for (const auto& [key, sum] : parts_of(line->second)) {
        TaxRow& row = rows[key];
        (written_off ? row.write_offs : row.credit_notes).add(steps.next(sum));
      }
    }
  }
}

TaxRows VatTotals::between(Date first, Date last, const Value& location, DataContext& data) const {
  const auto here = [&](const Record& invoice) {
    return is_null(location) || invoice.at(location_) == location;
  };
  TaxRows rows;
  const Resource& invoices = date_.resource();
  const std::int64_t from = first.days, to = last.days;
  for (const Record& invoice : data.select(
           invoices, {{{date_, FilterOp::gte, {from}}, {date_, FilterOp::lte, {to}}}, {}, 0}))
    if (here(invoice)) add_invoice(invoice, 1, rows, data);
  // A day of the location is less than a day away from that of Greenwich.
  for (const Record& invoice :
       data.select(invoices, {{{deleted_, FilterOp::gte, {(from - 1) * kMillisecondsPerDay}},
                               {deleted_, FilterOp::lt, {(to + 2) * kMillisecondsPerDay}}},
                              {},
                              0})) {
    const Date day = day_at(invoice, Instant{invoice.number(deleted_)}, data);
    if (here(invoice) && day >= first && day <= last) add_invoice(invoice, -1, rows, data);
  }
  std::set<Uuid> credited;
  data.each(note_date_.resource(),
            {{{note_date_, FilterOp::gte, {from}}, {note_date_, FilterOp::lte, {to}}}, {}, 0},
            [&](const Record& note) {
              credited.insert(note.uuid(note_invoice_));
              return true;
            });
  for (const Uuid& id : credited)
    if (const auto invoice = data.find(invoices, id); invoice && here(*invoice))
      add_notes(*invoice, first, last, rows, data);
  return rows;
}

}  // namespace vip::domains
