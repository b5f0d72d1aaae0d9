#pragma once

// Taking money off lines that were charged: which of them, how much of each, and the net in it.
//
// Values only, in hundredths, with tax unless said otherwise. A line of less than nothing, such as
// a discount, is credited by less than nothing.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domains/billing/rules/ledger.h"
#include "domains/shared/field_errors_below.h"

namespace vip::domains {

// A line as it was charged, and what has been taken off it since.
struct ChargedLine {
  Uuid id;
  Part part = Part::uninsured;
  std::int64_t net = 0, gross = 0, credited = 0;

  std::int64_t left() const { return gross - credited; }
};

// A line that somebody names; all that is left of it unless an amount is said.
struct NamedLine {
  Uuid id;
  std::optional<std::int64_t> amount;
  std::string place;  // where it is named
};

struct CreditedLine {
  ChargedLine line;
  std::int64_t amount = 0;

  // The difference of two shares of the line's net, so that steps add up to the whole.
  std::int64_t net() const;
};
using CreditedLines = std::vector<CreditedLine>;

// Those that are named and there.
CreditedLines named_lines(const std::vector<ChargedLine>& lines,
                          const std::vector<NamedLine>& named);
// What is left of all; of each part at most `most`.
CreditedLines lines_left(const std::vector<ChargedLine>& lines, std::optional<Parts> most);

Parts sums_of(const CreditedLines& credited);

// Lines that are named twice (duplicate-item) or have not so much left (credit-exceeds-line).
std::vector<FieldErrorBelow> errors_of_named(const std::vector<ChargedLine>& lines,
                                             const std::vector<NamedLine>& named);
// Whether all lines together have so much left (credit-exceeds-line), and `open` of each part too
// (write-off-exceeds-balance).
std::vector<FieldErrorBelow> errors_of_sums(const std::vector<ChargedLine>& lines,
                                            const Parts& sums, std::optional<Parts> open);

// As credit notes keep them: [{"invoice-content-uuid":…,"amount":…}].
std::string written(const CreditedLines& credited);

}  // namespace vip::domains
