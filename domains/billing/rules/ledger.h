#pragma once

// The ledger of one account: debts on one side, unused credits on the other, and how they are
// allocated. Values only, in hundredths of the currency.
//
// Every money record is on one side. An invoice is a debit of two parts; money returned to the
// client is a debit of one part. Payments, credit notes and money taken back are credits. An
// allocation lowers both sides by the same amount, so that
//     balance = open debits − unused credits
// does not change, and a balance needs no sum of its own.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/time.h"
#include "core/uuid.h"

namespace vip {
struct Resource;  // the resource of a record
}

namespace vip::domains {

enum class Part : std::uint8_t { uninsured, insured };

inline constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();

// An amount by its payer.
struct Parts {
  std::int64_t uninsured = 0, insured = 0;

  std::int64_t sum() const { return uninsured + insured; }
  std::int64_t& of(Part part) { return part == Part::insured ? insured : uninsured; }
  // Whether each part is a reduction of at most the other's part.
  bool within(const Parts& most) const {
    return insured >= 0 && insured <= most.insured && uninsured >= 0 && uninsured <= most.uninsured;
  }
};

struct Debit {
  const Resource* kind = nullptr;  // invoices, refunds
  Uuid id;
  Parts open;
  Date date{};  // since when it is owed
};

struct Credit {
  const Resource* kind = nullptr;  // payments, credit-notes, refunds
  Uuid id;
  std::int64_t left = 0;
  Date date{};  // since when it can pay
};

// The amount that a credit pays of a debit; both by their index in the settlement.
struct Allocation {
  std::size_t credit = 0, debit = 0;
  Part part = Part::uninsured;
  std::int64_t amount = 0;
  bool automatic = true;
};

// Credits and debits of one account, oldest first, and the allocations between them.
struct Settlement {
  std::vector<Credit> credits;
  std::vector<Debit> debits;
  std::vector<Allocation> allocations;

  // Pays the smaller of both amounts, at most `most`; returns the amount.
  std::int64_t pay(std::size_t credit, std::size_t debit, Part part, std::int64_t most,
                   bool automatic = true) {
    std::int64_t& left = credits[credit].left;
    std::int64_t& open = debits[debit].open.of(part);
    const std::int64_t amount = std::min({left, open, most});
    if (amount <= 0) return 0;
    left -= amount;
    open -= amount;
    allocations.push_back({credit, debit, part, amount, automatic});
    return amount;
  }

  // The uninsured parts come first: the client pays them.
  std::int64_t pay(std::size_t credit, std::size_t debit, std::int64_t most = kAll,
                   bool automatic = true) {
    const std::int64_t paid = pay(credit, debit, Part::uninsured, most, automatic);
    return paid + pay(credit, debit, Part::insured, most - paid, automatic);
  }

  // One part of every debit, oldest first, at most `most` in total.
  void pay_part(std::size_t credit, Part part, std::int64_t most) {
    for (std::size_t debit = 0; debit < debits.size(); ++debit)
      most -= pay(credit, debit, part, most);
  }

  // Pays until one side is used up, oldest first.
  void pay_all() {
    for (std::size_t credit = 0; credit < credits.size(); ++credit)
      for (std::size_t debit = 0; debit < debits.size() && credits[credit].left > 0; ++debit)
        pay(credit, debit);
  }
};

}  // namespace vip::domains
