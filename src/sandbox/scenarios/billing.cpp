#include "sandbox/scenarios/billing.h"

#include <algorithm>
#include <array>
#include <string>

namespace vip::sandbox {
namespace {

constexpr std::string_view kInvoices = "billing/invoices";

}  // namespace

Billing::Billing(Seeder& seeder) : seeder_{seeder}, random_{seeder.random()} {}

void Billing::charge(const Visit& visit, const Item* item, std::int64_t quantity,
                     std::vector<Uuid>& billables) {
  if (item == nullptr) return;
  NamedValues values{{"billing-uuid", Value{visit.owner.billing}},
                     {"patient-uuid", Value{visit.patient.id}},
                     {"formulary-uuid", Value{item->id}},
                     {"quantity", Value{quantity * 1000}},
                     {"location-uuid", Value{visit.location.id}},
                     {"contact-practitioner-uuid", Value{visit.practitioner.id}},
                     {"insured", Value{std::int64_t{visit.insured}}},
                     {"date", visit.time}};
  if (item->stock) {
    values.emplace_back("location-space-uuid", Value{visit.location.pharmacy});
    if (!item->batches.empty())
      values.emplace_back("batch-uuid", Value{item->batches[visit.practitioner.location]});
    else
      values.emplace_back("dispense-instruction",
                          text("Give as directed by the veterinary surgeon"));
  }
  billables.push_back(seeder_.create("clinical/billable-records", values));
}

void Billing::invoice(const Visit& visit, const std::vector<Uuid>& billables) {
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
}

// A wrong invoice: it is credited, and in most cases the money is refunded.
void Billing::credit(const OpenInvoice& invoice, std::int64_t paid) {
  seeder_.create("billing/credit-notes", {{"invoice-uuid", Value{invoice.id}},
                                          {"reason", text("Charged twice by mistake")}});
  if (random_.chance(60))
    seeder_.create("billing/refunds", {{"billing-uuid", Value{invoice.billing}},
                                       {"amount", Value{paid}},
                                       {"payment-method-uuid",
                                        Value{seeder_.entry("billing/payment-methods", "card")}},
                                       {"location-uuid", Value{invoice.location}},
                                       {"refund-date", seeder_.day(invoice.ago)},
                                       {"operator", text("reception")}});
}

// Recent invoices are more often unpaid than old ones.
void Billing::settle() {
  constexpr std::array<std::string_view, 6> kMethods{"card",   "card", "card",
                                                     "online", "cash", "bacs"};
  // All balances are read before any payment: each read waits until the queue is on disk.
  const FieldHandle outstanding{&seeder_.resource(kInvoices).field("balance-outstanding")};
  for (OpenInvoice& open : open_)
    if (const auto invoice = seeder_.find(kInvoices, open.id))
      open.owed = invoice->number(outstanding);
  for (const OpenInvoice& open : open_) {
    const std::int64_t owed = open.owed;
    if (owed <= 0 || random_.chance(open.ago < 45 ? 30 : 3)) continue;
    const bool in_part = random_.chance(4);
    const std::string_view method =
        open.insured ? "insurance" : kMethods[random_.below(kMethods.size())];
    seeder_.create(
        "billing/payments",
        {{"billing-uuid", Value{open.billing}},
         {"amount", Value{in_part ? std::max<std::int64_t>(1, owed / 2) : owed}},
         {"payment-method-uuid", Value{seeder_.entry("billing/payment-methods", method)}},
         {"location-uuid", Value{open.location}},
         {"payment-date", seeder_.day(open.ago)}});
    if (!in_part && random_.chance(1)) credit(open, owed);
  }
  open_.clear();
  seeder_.flush();
}

}  // namespace vip::sandbox
