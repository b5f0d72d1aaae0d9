#pragma once

// What is still to be paid, or returned, when a health plan ends. Values only, in hundredths, with
// tax.
//
// A term that has run to its last day is owed in full, as it was agreed. A term that ends early is
// owed for the value of the core benefits that were used, at list price, less what was paid for it;
// at most its open instalments, so that ending never costs more than staying. What was paid beyond
// the value of all benefits that were used, core or not, is returned.

#include <algorithm>
#include <cstdint>

namespace vip::domains {

struct PlanSettlement {
  // Of the term in which the plan ends.
  std::int64_t core_used = 0, all_used = 0;
  std::int64_t paid = 0, written_off = 0;
  std::int64_t open = 0;  // instalments that are neither paid nor written off
  bool early = true;      // before the term's last day
  // What is open of earlier terms and of the joining fee, which is owed in full.
  std::int64_t arrears = 0;

  // Above zero the client owes it, below zero the practice returns it.
  std::int64_t difference() const {
    if (!early) return arrears + open;
    const std::int64_t given = paid + written_off;
    if (core_used > given) return arrears + std::min(core_used - given, open);
    return arrears - std::clamp(paid - all_used, std::int64_t{0}, paid);
  }
};

}  // namespace vip::domains
