#pragma once

// The position of a measured value in its reference range.

#include <cstdint>
#include <optional>
#include <string_view>

namespace vip::domains {

struct ReferenceRange {
  std::optional<std::int64_t> low, high;  // at the scale of the value

  bool is_reversed() const { return low && high && *low > *high; }

  // "L", "N" or "H" as laboratories flag it (HL7 table 0078); empty: unknown. A value beyond the
  // measurable range ("<13") has a flag only if it lies outside of the range on that side.
  std::string_view flag_of(std::int64_t value, std::string_view comparator) const {
    if (!low && !high) return {};
    const bool below = comparator.starts_with('<'), above = comparator.starts_with('>');
    if (low && !above && (value < *low || (comparator == "<" && value == *low))) return "L";
    if (high && !below && (value > *high || (comparator == ">" && value == *high))) return "H";
    return comparator.empty() ? "N" : "";
  }
};

}  // namespace vip::domains
