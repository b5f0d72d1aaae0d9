#include "sandbox/scenarios/billing.h"

#include <algorithm>
#include <array>
#include <string>

namespace vip::sandbox {
namespace {

constexpr std::string_view kInvoices = "billing/invoices";
constexpr std::int64_t kRecent = 45;  // days
constexpr std::int64_t kOld = 400;

}  // namespace

Billing::Billing(Seeder& seeder, const Pharmacy& pharmacy, Stockroom& stockroom)
    : seeder_{seeder}, random_{seeder.random()}, pharmacy_{pharmacy}, stockroom_{stockroom} {}

Uuid Billing::charge(const Visit& visit, const Item& item, std::int64_t quantity,
                     std::vector<Uuid>& billables) {
  NamedValues values{{"billing-uuid", Value{visit.owner.billing}},
                     {"patient-uuid", Value{visit.patient.id}},
                     {"formulary-uuid", Value{item.id}},
                     {"quantity", Value{quantity * 1000}},
                     {"location-uuid", Value{visit.location.id}},
                     {"contact-practitioner-uuid", Value{visit.practitioner.id}},
                     {"insured", Value{std::int64_t{visit.insured}}},
                     {"date", visit.time}};
  Uuid batch;
  if (item.norm->is_stock()) {
    batch = stockroom_.take(item, visit.site, quantity, visit.ago);
    values.emplace_back("location-space-uuid", Value{visit.location.pharmacy});
    values.emplace_back("batch-uuid", Value{batch});
    if (!item.norm->label.empty())
      values.emplace_back("dispense-instruction", text(item.norm->label));
  }
  billables.push_back(seeder_.create("clinical/billable-records", values));
  return batch;
}

const Item* Billing::charge(const Visit& visit, Use use, std::vector<Uuid>& billables) {
  const Item* item = pharmacy_.any(random_, use, visit.patient, visit.kilograms);
  if (item == nullptr) return nullptr;
  charge(visit, *item, random_.between(item->norm->least, item->norm->most), billables);
  return item;
}

Uuid Billing::invoice(const Visit& visit, const std::vector<Uuid>& billables) {
  std::string ids = "[";
  for (const Uuid& id : billables)
    ids.append(ids.size() > 1 ? ",\"" : "\"").append(to_string(id)) += '"';
  const Uuid invoice = seeder_.create(kInvoices, {{"billing-uuid", Value{visit.owner.billing}},
                                                  {"billable-uuids", text(ids + "]")},
                                                  {"invoice-date", seeder_.day(visit.ago)}});
  open_.push_back({.id = invoice,
                   .billing = visit.owner.billing,
                   .location = visit.location.id,
                   .ago = visit.ago,
                   .insured = visit.insured});
  return invoice;
}

void Billing::pay(const OpenInvoice& invoice, std::int64_t amount) {
  constexpr std::array<std::string_view, 6> kMethods{"card",   "card", "card",
                                                     "online", "cash", "bacs"};
  // Insurers take some weeks, a few clients some days.
  std::int64_t after = invoice.insured      ? random_.between(14, 40)
                       : random_.chance(20) ? random_.between(1, 20)
                                            : 0;
  after = std::min(after, invoice.ago);
  const std::string_view method =
      invoice.insured ? "insurance" : kMethods[random_.below(kMethods.size())];
  seeder_.create("billing/payments",
                 {{"billing-uuid", Value{invoice.billing}},
                  {"amount", Value{amount}},
                  {"payment-method-uuid", Value{seeder_.entry("billing/payment-methods", method)}},
                  {"location-uuid", Value{invoice.location}},
                  {"payment-date", seeder_.day(invoice.ago - after)}});
}

// A wrong invoice: it is credited, and in most cases the money is refunded.
void Billing::credit(const OpenInvoice& invoice, std::int64_t paid) {
  seeder_.create("billing/credit-notes", {{"invoice-uuid", Value{invoice.id}},
                                          {"reason", text("Charged twice by mistake")}});
  if (!random_.chance(60)) return;
  // Refunds follow the payment, and the credit note is of today.
  seeder_.create("billing/refunds",
                 {{"billing-uuid", Value{invoice.billing}},
                  {"amount", Value{paid}},
                  {"payment-method-uuid", Value{seeder_.entry("billing/payment-methods", "card")}},
                  {"location-uuid", Value{invoice.location}},
                  {"refund-date", seeder_.day(0)},
                  {"operator", text("reception")}});
}

void Billing::write_off(const OpenInvoice& invoice) {
  seeder_.create("billing/credit-notes", {{"invoice-uuid", Value{invoice.id}},
                                          {"kind", text("WriteOff")},
                                          {"reason", text("Client cannot be traced")}});
}

// Recent invoices are more often unpaid than old ones; the oldest debts are written off.
void Billing::settle() {
  // All balances are read before any payment: each read waits until the queue is on disk.
  const FieldHandle outstanding{&seeder_.resource(kInvoices).field("balance-outstanding")};
  for (OpenInvoice& open : open_)
    if (const auto invoice = seeder_.find(kInvoices, open.id))
      open.owed = invoice->number(outstanding);
  for (const OpenInvoice& open : open_) {
    const std::int64_t owed = open.owed;
    if (owed <= 0) continue;  // paid by credit, or deleted
    if (random_.chance(open.ago < kRecent ? 30 : 3)) {
      if (open.ago > kOld && random_.chance(50)) write_off(open);
      continue;
    }
    const bool in_part = random_.chance(4);
    pay(open, in_part ? std::max<std::int64_t>(1, owed / 2) : owed);
    if (!in_part && random_.chance(1)) credit(open, owed);
  }
  open_.clear();
  seeder_.flush();
}

}  // namespace vip::sandbox
