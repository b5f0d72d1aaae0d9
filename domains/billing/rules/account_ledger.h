#pragma once

// An account's ledger as its records store it: open and unused amounts are read from them, and
// settlements are written as allocations. Open amounts and balances follow from these, as declared.

#include <array>
#include <map>

#include "domains/billing/rules/ledger.h"
#include "rules/rules.h"

namespace vip::domains {

class AccountLedger : private Handles {
 public:
  explicit AccountLedger(const RuleSetup& setup) : Handles{setup} {}

  // The account's debts: invoices by their date, then refunds without credit.
  std::vector<Debit> open_debits(DataContext& data, const Uuid& billing) const {
    std::vector<Debit> debits;
    for (const Side& side : debits_)
      for (const Record& record : side.of_account(billing, data)) {
        const std::int64_t insured = side.insured.field ? record.number(side.insured) : 0;
        debits.push_back({&side.resource,
                          record.id(),
                          {record.number(side.amount) - insured, insured},
                          record.day(side.date)});
      }
    return debits;
  }

  // Unused credits, in the order in which they were recorded.
  std::vector<Credit> unused_credits(DataContext& data, const Uuid& billing) const {
    std::multimap<std::int64_t, Credit> by_time;
    for (const Side& side : credits_)
      for (const Record& record : side.of_account(billing, data))
        by_time.emplace(
            record.number(side.order),
            Credit{&side.resource, record.id(), record.number(side.amount), record.day(side.date)});
    std::vector<Credit> credits;
    for (const auto& [created, credit] : by_time) credits.push_back(credit);
    return credits;
  }

  void post(const Settlement& settled, const Uuid& billing, RuleContext& context) const {
    for (const Allocation& allocation : settled.allocations) {
      const Credit& from = settled.credits[allocation.credit];
      const Debit& to = settled.debits[allocation.debit];
      context.create(allocations_, {{billing_, billing},
                                    {from_type_, name_of(from)},
                                    {from_, from.id},
                                    {side_of(to).allocated, to.id},
                                    {amount_, allocation.amount},
                                    {date_, to_value(std::max(from.date, to.date))},
                                    {insured_, std::int64_t{allocation.part == Part::insured}},
                                    {automatic_, std::int64_t{allocation.automatic}}});
    }
  }

  // The allocations to an invoice become unused credit again.
  void release_to(const Uuid& invoice, Date day, RuleContext& context) const {
    release(allocations_to(invoice, context), day, context);
  }
  // What a payment has paid is owed again.
  void release_from(const Uuid& payment, Date day, RuleContext& context) const {
    release(in_effect(from_, payment, context), day, context);
  }

  // The allocations to an invoice, without released ones.
  std::vector<Record> allocations_to(const Uuid& invoice, DataContext& data) const {
    return in_effect(debits_[0].allocated, invoice, data);
  }
  bool is_chosen(const Record& allocation) const { return !allocation.flag(automatic_); }

 private:
  std::vector<Record> in_effect(FieldHandle side, const Uuid& id, DataContext& data) const {
    return data.select(
        allocations_,
        {{{side, FilterOp::eq, {id}}, {released_, FilterOp::eq, {std::int64_t{0}}}}, {}, 0});
  }
  void release(const std::vector<Record>& allocations, Date day, RuleContext& context) const {
    for (const Record& allocation : allocations)
      context.patch(allocations_, allocation.id(),
                    {{released_, std::int64_t{1}}, {released_date_, to_value(day)}});
  }

  // A resource whose records are on one side of the ledger.
  struct Side {
    const Resource& resource;
    FieldHandle amount;       // the open or unused amount
    FieldHandle date;         // since when it is owed, or can pay
    FieldHandle order;        // the oldest first
    FieldHandle allocated{};  // of debits: the allocation's reference to them
    std::string name{};       // of credits: their name in the allocation
    FieldHandle billing{&resource.field("billing-uuid")};
    FieldHandle insured{resource.find("balance-insured")};  // of invoices

    std::vector<Record> of_account(const Uuid& account, DataContext& data) const {
      return data.select(resource, {{{billing, FilterOp::eq, {account}},
                                     {amount, FilterOp::gt, {std::int64_t{0}}}},
                                    {{order, false}},
                                    0});
    }
  };

  Side debit(const Resource& debits, std::string_view day, std::string_view allocated) const {
    return {debits, of(debits, "balance-outstanding"), of(debits, day), of(debits, day),
            of(allocations_, allocated)};
  }
  static Side credit(const Resource& credits, std::string_view day, const char* name) {
    return {credits, of(credits, "unallocated"), of(credits, day), of(credits, "created-date"), {},
            name};
  }
  const Side& side_of(const Debit& debit) const {
    return debits_[debit.kind == &debits_[1].resource];
  }
  const std::string& name_of(const Credit& credit) const {
    const auto is_kind = [&](const Side& side) { return &side.resource == credit.kind; };
    return std::ranges::find_if(credits_, is_kind)->name;
  }

  const Resource& allocations_ = resource("billing/allocations");
  std::array<Side, 2> debits_{debit(resource("billing/invoices"), "invoice-date", "invoice-uuid"),
                              debit(resource("billing/refunds"), "refund-date", "refund-uuid")};
  std::array<Side, 3> credits_{
      credit(resource("billing/payments"), "payment-date", "Payment"),
      credit(resource("billing/credit-notes"), "credit-note-date", "CreditNote"),
      credit(resource("billing/refunds"), "refund-date", "Refund")};
  FieldHandle billing_ = of(allocations_, "billing-uuid"), amount_ = of(allocations_, "amount"),
              from_type_ = of(allocations_, "from-type"), from_ = of(allocations_, "from-uuid"),
              insured_ = of(allocations_, "insured"), automatic_ = of(allocations_, "automatic"),
              date_ = of(allocations_, "allocation-date"), released_ = of(allocations_, "archived"),
              released_date_ = of(allocations_, "released-date");
};

}  // namespace vip::domains
