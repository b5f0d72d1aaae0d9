#pragma once

// The ledger of one account: what is owed on one side, money that nothing has used yet on the
// other, and how they meet. Values only, in hundredths of the currency.
//
// Every money record stands on one side. An invoice is a debit of two parts; money returned to the
// client is a debit of one. Payments, credit notes and money taken back are credits. Allocations
// lower both sides by the same amount, so that
//     balance = open debits − unused credits
// never changes by one, and a balance needs no sum of its own.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/uuid.h"

namespace vip {
struct Resource;  // says of what kind a record is
}

namespace vip::domains {

enum class Part : std::uint8_t { uninsured, insured };

inline constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();

// An amount by who is expected to pay it.
struct Parts {
  std::int64_t uninsured = 0, insured = 0;

  std::int64_t sum() const { return uninsured + insured; }
  std::int64_t& of(Part part) { return part == Part::insured ? insured : uninsured; }
  // Whether each part takes something off, and no more than the other has.
  bool within(const Parts& most) const {
    return insured >= 0 && insured <= most.insured && uninsured >= 0 && uninsured <= most.uninsured;
  }
};

struct Debit {
  const Resource* kind = nullptr;  // invoices, refunds
  Uuid id;
  Parts open;
};

struct Credit {
  const Resource* kind = nullptr;  // payments, credit-notes, refunds
  Uuid id;
  std::int64_t left = 0;
};

// What a credit pays of a debit; both by their place in the settlement.
struct Allocation {
  std::size_t credit = 0, debit = 0;
  Part part = Part::uninsured;
  std::int64_t amount = 0;
  bool automatic = true;
};

// Credits and debits of one account, the oldest first, and what the one pays of the other.
struct Settlement {
  std::vector<Credit> credits;
  std::vector<Debit> debits;
  std::vector<Allocation> allocations;

  // Pays as much as both have, at most `most`; tells how much that is.
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

  // The parts that an insurer does not pay come first: they are the client's to pay.
  std::int64_t pay(std::size_t credit, std::size_t debit, std::int64_t most = kAll,
                   bool automatic = true) {
    const std::int64_t paid = pay(credit, debit, Part::uninsured, most, automatic);
    return paid + pay(credit, debit, Part::insured, most - paid, automatic);
  }

  // One part of every debit, oldest first, at most `most` in all.
  void pay_part(std::size_t credit, Part part, std::int64_t most) {
    for (std::size_t debit = 0; debit < debits.size(); ++debit)
      most -= pay(credit, debit, part, most);
  }

  // As far as both sides go, oldest to oldest.
  void pay_all() {
    for (std::size_t credit = 0; credit < credits.size(); ++credit)
      for (std::size_t debit = 0; debit < debits.size() && credits[credit].left > 0; ++debit)
        pay(credit, debit);
  }
};

}  // namespace vip::domains
