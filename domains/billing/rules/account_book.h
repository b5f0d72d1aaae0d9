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
    for (const Kind& kind : debits_)
      for (const Record& record : kind.of_account(billing, world)) {
        const std::int64_t insured = kind.insured.field ? record.number(kind.insured) : 0;
        debits.push_back(
            {&kind.resource, record.id(), record.number(kind.amount) - insured, insured});
      }
    return debits;
  }

  // Money that nothing has used yet, in the order in which it was recorded.
  std::vector<Credit> unused_credits(World& world, const Uuid& billing) const {
    std::multimap<std::int64_t, Credit> by_time;
    for (const Kind& kind : credits_)
      for (const Record& record : kind.of_account(billing, world))
        by_time.emplace(record.number(kind.order),
                        Credit{&kind.resource, record.id(), record.number(kind.amount)});
    std::vector<Credit> credits;
    for (const auto& [created, credit] : by_time) credits.push_back(credit);
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
                          source->number(kind_of(*source->resource).amount)};
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
  // A resource whose records stand on one side of the ledger.
  struct Kind {
    const Resource& resource;
    FieldHandle amount;     // what is open, or unused
    FieldHandle order;      // the oldest first
    FieldHandle allocated;  // the allocation's field that names a debit
    std::string name;       // the allocation's word for a credit
    FieldHandle billing{&resource.field("billing-uuid")};
    // Of invoices: the parts of what is open.
    FieldHandle uninsured{resource.find("balance-uninsured")},
        insured{resource.find("balance-insured")};

    std::vector<Record> of_account(const Uuid& account, World& world) const {
      return world.select(resource, {{{billing, FilterOp::eq, {account}},
                                      {amount, FilterOp::gt, {std::int64_t{0}}}},
                                     {{order, false}},
                                     0});
    }
  };

  Kind debit(const Resource& of_kind, std::string_view day, std::string_view allocated) const {
    return {of_kind,
            of(of_kind, "balance-outstanding"),
            of(of_kind, day),
            of(allocations_, allocated),
            {}};
  }
  static Kind credit(const Resource& of_kind, std::string_view name) {
    return {
        of_kind, of(of_kind, "unallocated"), of(of_kind, "created-date"), {}, std::string{name}};
  }
  const Kind& kind_of(const Resource& resource) const {
    return *std::ranges::find(credits_, &resource, [](const auto& kind) { return &kind.resource; });
  }
  const Kind& kind_of(const Debit& debit) const {
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
    context.patch(*credit.kind, credit.id, {{kind_of(*credit.kind).amount, credit.left}});
  }
  void write(const Debit& debit, RuleContext& context) const {
    const Kind& kind = kind_of(debit);
    std::vector<FieldValue> values{{kind.amount, debit.open()}};
    if (kind.insured.field != nullptr)
      values.insert(values.end(),
                    {{kind.uninsured, debit.uninsured}, {kind.insured, debit.insured}});
    context.patch(*debit.kind, debit.id, std::move(values));
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
  std::array<Kind, 2> debits_{debit(resource("billing/invoices"), "invoice-date", "invoice-uuid"),
                              debit(resource("billing/refunds"), "refund-date", "refund-uuid")};
  std::array<Kind, 3> credits_{credit(resource("billing/payments"), "Payment"),
                               credit(resource("billing/credit-notes"), "CreditNote"),
                               credit(resource("billing/refunds"), "Refund")};
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
