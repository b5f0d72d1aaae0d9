#pragma once

// LOINC codes: one to seven digits, a dash and a check digit (LOINC Users' Guide, Appendix B).

#include <algorithm>
#include <string>
#include <string_view>

#include "domains/clinical/rules/protocol.h"
#include "rules/rules.h"

namespace vip::domains {

inline bool is_loinc(std::string_view code) {
  constexpr std::size_t kMostDigits = 7;
  const std::size_t dash = code.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash > kMostDigits || dash + 2 != code.size())
    return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view number = code.substr(0, dash);
  if (!std::ranges::all_of(number, is_digit) || !is_digit(code.back())) return false;
  // Every other digit from the right is doubled, the last one first; the digits of all are summed.
  int sum = 0;
  bool doubled = true;
  for (auto digit = number.rbegin(); digit != number.rend(); ++digit, doubled = !doubled) {
    const int value = (*digit - '0') * (doubled ? 2 : 1);
    sum += value / 10 + value % 10;
  }
  return (10 - sum % 10) % 10 == code.back() - '0';
}

// Refuses an entry of an array field whose `loinc-code` is none. Its form is a matter of the
// schema, so that it is a 400.
inline void refuse_bad_loinc(const json::Node& entry, FieldHandle array, std::size_t place,
                             RuleContext& context) {
  const std::string_view code = text_in(entry, "loinc-code");
  if (code.empty() || is_loinc(code)) return;
  context.refuse(array, ErrorCode::invalid_format,
                 "Expected a LOINC code with its check digit, such as 8867-4.",
                 "/" + std::to_string(place) + "/loinc-code");
}

}  // namespace vip::domains
