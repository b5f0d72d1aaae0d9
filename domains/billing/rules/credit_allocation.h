#pragma once

// Credits of charged lines: which lines, how much of each, and the net amount in it.
//
// Values only, in hundredths, with tax unless stated otherwise. A negative line, such as a
// discount, is credited with a negative amount.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domains/billing/rules/ledger.h"
#include "domains/shared/field_errors_below.h"

namespace vip::domains {

// A charged line, and the amount already credited.
struct ChargedLine {
  Uuid id;
  Part part = Part::uninsured;
  std::int64_t net = 0, gross = 0, credited = 0;

  std::int64_t left() const { return gross - credited; }
};

// A line that the caller names; all that is left of it unless an amount is given.
struct NamedLine {
  Uuid id;
  std::optional<std::int64_t> amount;
  std::string place;  // its place in the input
};

struct CreditedLine {
  ChargedLine line;
  std::int64_t amount = 0;

  // The difference of two shares of the line's net, so that the steps add up to the whole.
  std::int64_t net() const;
};
using CreditedLines = std::vector<CreditedLine>;

// The named lines that exist.
CreditedLines named_lines(const std::vector<ChargedLine>& lines,
                          const std::vector<NamedLine>& named);
// The amount left of all lines; of each part at most `most`.
CreditedLines lines_left(const std::vector<ChargedLine>& lines, std::optional<Parts> most);

Parts sums_of(const CreditedLines& credited);

// Lines that are named twice (duplicate-item) or have less left than the amount
// (credit-exceeds-line).
std::vector<FieldErrorBelow> errors_of_named(const std::vector<ChargedLine>& lines,
                                             const std::vector<NamedLine>& named);
// Whether all lines together have the amount left (credit-exceeds-line), and `open` of each part
// too (write-off-exceeds-balance).
std::vector<FieldErrorBelow> errors_of_sums(const std::vector<ChargedLine>& lines,
                                            const Parts& sums, std::optional<Parts> open);

// As stored in credit notes: [{"invoice-content-uuid":…,"amount":…}].
std::string written(const CreditedLines& credited);

}  // namespace vip::domains
