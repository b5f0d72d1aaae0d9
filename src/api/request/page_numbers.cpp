#include "api/request/page_numbers.h"

#include "core/decimal.h"

namespace vip {

tl::expected<std::int64_t, WrongNumber> read_page_number(std::string_view text,
                                                         std::int64_t maximum) {
  const auto number = parse_whole_number(text);
  if (number && *number >= 1 && *number <= maximum) return *number;
  const bool whole = number || number.error() == DecimalError::out_of_range;
  return tl::unexpected(
      WrongNumber{whole ? errors::out_of_range : errors::invalid_parameter,
                  "Expected a whole number from 1 to " + std::to_string(maximum) + "."});
}

}  // namespace vip
