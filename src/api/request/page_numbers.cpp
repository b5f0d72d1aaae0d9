#include "api/request/page_numbers.h"

#include <charconv>

namespace vip {

tl::expected<std::int64_t, WrongNumber> read_page_number(std::string_view text,
                                                         std::int64_t maximum) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error != std::errc::invalid_argument && end == text.data() + text.size();
  if (whole && error == std::errc{} && number >= 1 && number <= maximum) return number;
  return tl::unexpected(
      WrongNumber{whole ? errors::out_of_range : errors::invalid_parameter,
                  "Expected a whole number from 1 to " + std::to_string(maximum) + "."});
}

}  // namespace vip
