#include "domains/billing/rules/dated_ledger.h"

#include <algorithm>
#include <cstdlib>

#include "rules/place.h"

namespace vip::domains {
namespace {

constexpr std::int64_t kMillisecondsPerDay = 86'400'000;

FieldHandle field_of(const Catalogue& catalogue, std::string_view path, std::string_view name) {
  return {&catalogue.resource(path).field(name)};
}

}  // namespace

DatedLedger::Side::Side(const Catalogue& catalogue, std::string_view path,
                        std::string_view since_name, std::string_view amount_name,
                        std::string_view present_name, std::string_view key_name)
    : resource{catalogue.resource(path)},
      billing{&resource.field("billing-uuid")},
      location{&resource.field("location-uuid")},
      since{&resource.field(since_name)},
      amount{&resource.field(amount_name)},
      present{&resource.field(present_name)},
      key{field_of(catalogue, "billing/allocations", key_name)} {}

DatedLedger::DatedLedger(const Catalogue& catalogue)
    : allocations_{catalogue.resource("billing/allocations")},
      from_type_{&allocations_.field("from-type")},
      from_{&allocations_.field("from-uuid")},
      amount_{&allocations_.field("amount")},
      insured_{&allocations_.field("insured")},
      date_{&allocations_.field("allocation-date")},
      released_{&allocations_.field("released-date")},
      archived_{&allocations_.field("archived")},
      created_{&allocations_.field("created-date")},
      allocation_billing_{&allocations_.field("billing-uuid")},
      invoices_{catalogue,     "billing/invoices",    "invoice-date",
                "total-gross", "balance-outstanding", "invoice-uuid"},
      refunds_out_{catalogue,        "billing/refunds",     "refund-date",
                   "balance-change", "balance-outstanding", "refund-uuid"},
      payments_{catalogue, "billing/payments", "payment-date",
                "amount",  "unallocated",      "from-uuid"},
      notes_{catalogue,     "billing/credit-notes", "credit-note-date",
             "total-gross", "unallocated",          "from-uuid"},
      refunds_in_{catalogue,        "billing/refunds", "refund-date",
                  "balance-change", "unallocated",     "from-uuid"},
      invoice_insured_{field_of(catalogue, "billing/invoices", "insured-gross")},
      donation_{field_of(catalogue, "billing/payments", "donation-type-uuid")},
      note_kind_{field_of(catalogue, "billing/credit-notes", "kind")} {
  invoices_.until = field_of(catalogue, "billing/invoices", "deleted-date");
  payments_.until = field_of(catalogue, "billing/payments", "reversed-date");
}

bool DatedLedger::counts(const Side& side, const Record& record, const Question& asked,
                         DataContext& data) const {
  if (record.day(side.since) > asked.day) return false;
  if (!is_null(asked.billing) && record.at(side.billing) != asked.billing) return false;
  if (!is_null(asked.location) && record.at(side.location) != asked.location) return false;
  if (side.until.field == nullptr || !record.has(side.until)) return true;
  const Date until = side.until.field->type == FieldType::date
                         ? record.day(side.until)
                         : day_at(record, Instant{record.number(side.until)}, data);
  return until > asked.day;
}

// Whose allocations have changed since the day.
void DatedLedger::add_changed(const Side& side, const Question& asked, std::set<Uuid>& ids,
                              DataContext& data) const {
  Selection later{{{date_, FilterOp::gt, {std::int64_t{asked.day.days}}}}, {}, 0};
  if (!is_null(asked.billing))
    later.where.push_back({allocation_billing_, FilterOp::eq, {asked.billing}});
  data.each(allocations_, later, [&](const Record& allocation) {
    if (allocation.has(side.key)) ids.insert(allocation.uuid(side.key));
    return true;
  });
  if (side.until.field == nullptr) return;
  // A moment's day is that of its location: half a day and more beside that of Greenwich.
  const std::int64_t day = asked.day.days;
  const std::int64_t from =
      side.until.field->type == FieldType::date ? day : (day - 1) * kMillisecondsPerDay;
  Selection ended{{{side.until, FilterOp::gt, {from}}}, {}, 0};
  if (!is_null(asked.billing)) ended.where.push_back({side.billing, FilterOp::eq, {asked.billing}});
  data.each(side.resource, ended, [&](const Record& record) {
    ids.insert(record.id());
    return true;
  });
}

std::vector<Record> DatedLedger::candidates(const Side& side, const Question& asked,
                                            DataContext& data) const {
  std::set<Uuid> ids;
  Selection open{{{side.present, FilterOp::gt, {std::int64_t{0}}}}, {}, 0};
  if (!is_null(asked.billing)) open.where.push_back({side.billing, FilterOp::eq, {asked.billing}});
  data.each(side.resource, open, [&](const Record& record) {
    ids.insert(record.id());
    return true;
  });
  add_changed(side, asked, ids, data);
  std::vector<Record> found;
  for (const Uuid& id : ids)
    if (auto record = data.find(side.resource, id); record && counts(side, *record, asked, data))
      found.push_back(std::move(*record));
  return found;
}

std::vector<Record> DatedLedger::allocations(const Side& side, const Uuid& id, Date day,
                                             DataContext& data) const {
  auto found = data.all_with(side.key, id, 0);
  std::erase_if(found, [&](const Record& allocation) {
    const Date since = allocation.has(date_)
                           ? allocation.day(date_)
                           : day_at(allocation, Instant{allocation.number(created_)}, data);
    if (since > day) return true;
    return allocation.flag(archived_) &&
           (!allocation.has(released_) || allocation.day(released_) <= day);
  });
  return found;
}

DatedDebt DatedLedger::debt(const Side& side, const Record& record, Date day,
                            DataContext& data) const {
  DatedDebt debt{.billing = record.uuid(side.billing),
                 .since = record.day(side.since),
                 .charged = record.number(side.amount)};
  if (&side == &invoices_) debt.insured = record.number(invoice_insured_);
  for (const Record& allocation : allocations(side, record.id(), day, data)) {
    const std::int64_t amount = allocation.number(amount_);
    if (allocation.flag(insured_)) debt.insured -= amount;
    if (allocation.text(from_type_) != "CreditNote") {
      debt.paid += amount;
      continue;
    }
    const auto note = data.find(notes_.resource, allocation.uuid(from_));
    const bool written_off = note && note->text(note_kind_) == "WriteOff";
    (written_off ? debt.written_off : debt.credited) += amount;
  }
  return debt;
}

std::vector<DatedDebt> DatedLedger::debts(const Question& asked, DataContext& data) const {
  std::vector<DatedDebt> debts;
  for (const Side* side : {&invoices_, &refunds_out_})
    for (const Record& record : candidates(*side, asked, data))
      if (record.number(side->amount) > 0)
        if (const DatedDebt found = debt(*side, record, asked.day, data); found.open() > 0)
          debts.push_back(found);
  return debts;
}

std::vector<DatedCredit> DatedLedger::credits(const Question& asked, DataContext& data) const {
  std::vector<DatedCredit> credits;
  for (const Side* side : {&payments_, &notes_, &refunds_in_})
    for (const Record& record : candidates(*side, asked, data)) {
      if (side == &payments_ && record.has(donation_)) continue;
      if (side == &refunds_in_ && record.number(side->amount) > 0) continue;  // out of the account
      std::int64_t unused = std::abs(record.number(side->amount));
      for (const Record& allocation : allocations(*side, record.id(), asked.day, data))
        unused -= allocation.number(amount_);
      if (unused > 0) credits.push_back({record.uuid(side->billing), unused});
    }
  return credits;
}

}  // namespace vip::domains
