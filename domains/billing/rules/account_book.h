#pragma once

// An account's ledger as its records hold it: what is open and unused is read from them, what is
// settled is written to them, and to the account's sums, as effects of one change.
//
// Why here and not in a rule of each: every money record moves the same four sums. The record that
// causes a change sets its own fields while it is prepared; all others are patched here.

#include <array>
#include <map>

#include "domains/billing/rules/ledger.h"
#include "rules/rules.h"

namespace vip::domains {

class AccountBook : private Handles {
 public:
  explicit AccountBook(const RuleSetup& setup) : Handles{setup} {}

  // What the account owes: invoices by their date, then what was returned without credit.
  std::vector<Debit> open_debits(World& world, const Uuid& billing) const {
    std::vector<Debit> debits;
    for (const DebitKind& kind : debits_) {
      const Selection open{on(billing, kind.billing, kind.open), {{kind.date, false}}, 0};
      for (const Record& record : world.select(kind.resource, open)) {
        const std::int64_t insured =
            kind.insured.field == nullptr ? 0 : record.number(kind.insured);
        debits.push_back(
            {&kind.resource, record.id(), record.number(kind.open) - insured, insured});
      }
    }
    return debits;
  }

  // Money that nothing has used yet, in the order in which it was recorded.
  std::vector<Credit> unused_credits(World& world, const Uuid& billing) const {
    std::vector<std::pair<std::int64_t, Credit>> found;
    for (const CreditKind& kind : credits_)
      for (const Record& record :
           world.select(kind.resource, {on(billing, kind.billing, kind.unallocated), {}, 0}))
        found.emplace_back(record.number(kind.created),
                           Credit{&kind.resource, record.id(), record.number(kind.unallocated)});
    std::ranges::stable_sort(found, {}, &std::pair<std::int64_t, Credit>::first);
    std::vector<Credit> credits;
    for (const auto& [created, credit] : found) credits.push_back(credit);
    return credits;
  }

  // Writes the settlement that a record brings about, which itself adds to the account's sums.
  void post(const Settlement& settled, const Record& cause, const Uuid& billing, Balances added,
            RuleContext& context) const {
    std::map<Uuid, const Credit*> used;
    std::map<Uuid, const Debit*> paid;
    for (const Allocation& allocation : settled.allocations) {
      const Credit& from = settled.credits[allocation.credit];
      const Debit& to = settled.debits[allocation.debit];
      allocate(allocation, from, to, billing, context);
      if (from.id != cause.id()) used[from.id] = &from;
      if (to.id != cause.id()) paid[to.id] = &to;
      (allocation.part == Part::insured ? added.insured : added.uninsured) -= allocation.amount;
      added.credit -= allocation.amount;
    }
    for (const auto& [id, credit] : used) write(*credit, context);
    for (const auto& [id, debit] : paid) write(*debit, context);
    add(added, billing, context);
  }

  // Takes an invoice out of the ledger: what is open on it is not owed, what paid it is credit.
  void release(const Debit& invoice, const Uuid& billing, RuleContext& context) const {
    Balances change{-invoice.uninsured, -invoice.insured, 0};
    std::map<Uuid, Credit> freed;
    for (const Record& allocation : allocations_to(invoice.id, context)) {
      const auto source = context.find(from_, allocation);
      auto [credit, first] = freed.try_emplace(source->id());
      if (first)
        credit->second = {source->resource, source->id(),
                          source->number(kind_of(*source->resource).unallocated)};
      credit->second.left += allocation.number(amount_);
      change.credit += allocation.number(amount_);
      context.patch(allocations_, allocation.id(), {{released_, std::int64_t{1}}});
    }
    for (const auto& [id, credit] : freed) write(credit, context);
    add(change, billing, context);
  }

  // What pays an invoice, without what was released.
  std::vector<Record> allocations_to(const Uuid& invoice, World& world) const {
    return world.select(allocations_, {{{debits_[0].allocated, FilterOp::eq, {invoice}},
                                        {released_, FilterOp::eq, {std::int64_t{0}}}},
                                       {},
                                       0});
  }
  bool is_chosen(const Record& allocation) const { return !allocation.flag(automatic_); }

 private:
  struct DebitKind {
    DebitKind(const Resource& of, std::string_view day, FieldHandle named_by)
        : resource{of},
          billing{&of.field("billing-uuid")},
          date{&of.field(day)},
          open{&of.field("balance-outstanding")},
          uninsured{of.find("balance-uninsured")},
          insured{of.find("balance-insured")},
          allocated{named_by} {}
    const Resource& resource;
    FieldHandle billing, date, open;
    FieldHandle uninsured, insured;  // of invoices
    FieldHandle allocated;           // the allocation's field that names it
  };
  struct CreditKind {
    CreditKind(const Resource& of, std::string_view type_name)
        : resource{of},
          name{type_name},
          billing{&of.field("billing-uuid")},
          created{&of.field("created-date")},
          unallocated{&of.field("unallocated")} {}
    const Resource& resource;
    std::string name;
    FieldHandle billing, created, unallocated;
  };

  static std::vector<Where> on(const Uuid& billing, FieldHandle account, FieldHandle amount) {
    return {{account, FilterOp::eq, {billing}}, {amount, FilterOp::gt, {std::int64_t{0}}}};
  }
  const CreditKind& kind_of(const Resource& resource) const {
    return *std::ranges::find(credits_, &resource, [](const auto& kind) { return &kind.resource; });
  }
  const DebitKind& kind_of(const Debit& debit) const {
    return debits_[debit.kind == &debits_[1].resource];
  }

  void allocate(const Allocation& allocation, const Credit& from, const Debit& to,
                const Uuid& billing, RuleContext& context) const {
    context.create(allocations_, {{billing_, billing},
                                  {from_type_, kind_of(*from.kind).name},
                                  {from_, from.id},
                                  {kind_of(to).allocated, to.id},
                                  {amount_, allocation.amount},
                                  {of_insured_, std::int64_t{allocation.part == Part::insured}},
                                  {automatic_, std::int64_t{allocation.automatic}}});
  }
  void write(const Credit& credit, RuleContext& context) const {
    context.patch(*credit.kind, credit.id, {{kind_of(*credit.kind).unallocated, credit.left}});
  }
  void write(const Debit& debit, RuleContext& context) const {
    const DebitKind& kind = kind_of(debit);
    if (kind.insured.field == nullptr)
      context.patch(*debit.kind, debit.id, {{kind.open, debit.open()}});
    else
      context.patch(*debit.kind, debit.id,
                    {{kind.open, debit.open()},
                     {kind.uninsured, debit.uninsured},
                     {kind.insured, debit.insured}});
  }
  void add(const Balances& change, const Uuid& billing, RuleContext& context) const {
    const auto account = context.find(accounts_, billing);
    const Balances now{account->number(uninsured_) + change.uninsured,
                       account->number(insured_) + change.insured,
                       account->number(credit_) + change.credit};
    context.patch(accounts_, billing,
                  {{balance_, now.balance()},
                   {uninsured_, now.uninsured},
                   {insured_, now.insured},
                   {credit_, now.credit}});
  }

  const Resource& allocations_ = resource("billing/allocations");
  std::array<DebitKind, 2> debits_{
      DebitKind{resource("billing/invoices"), "invoice-date", of(allocations_, "invoice-uuid")},
      DebitKind{resource("billing/refunds"), "refund-date", of(allocations_, "refund-uuid")}};
  std::array<CreditKind, 3> credits_{CreditKind{resource("billing/payments"), "Payment"},
                                     CreditKind{resource("billing/credit-notes"), "CreditNote"},
                                     CreditKind{resource("billing/refunds"), "Refund"}};
  const Resource& accounts_ = resource("billing/billing-accounts");
  FieldHandle balance_ = of(accounts_, "balance"), credit_ = of(accounts_, "credit-available"),
              uninsured_ = of(accounts_, "balance-uninsured"),
              insured_ = of(accounts_, "balance-insured");
  FieldHandle billing_ = of(allocations_, "billing-uuid"), amount_ = of(allocations_, "amount"),
              from_type_ = of(allocations_, "from-type"), from_ = of(allocations_, "from-uuid"),
              of_insured_ = of(allocations_, "insured"), automatic_ = of(allocations_, "automatic"),
              released_ = of(allocations_, "archived");
};

}  // namespace vip::domains
