#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace vip {

// The largest number, scaled, that a decimal field keeps.
inline constexpr std::int64_t kMostDecimal = 999'999'999'999'999'999;

enum class DecimalError : std::uint8_t { malformed, too_many_decimals, out_of_range };

// Reads a JSON number's text ("12.50", "-3", "1.2e1") into an integer scaled by 10^scale, exactly,
// never through binary floating point. Trailing zeros beyond the scale do not count as decimals.
// Scale 0 to 8; |result| < 10^18.
tl::expected<std::int64_t, DecimalError> parse_decimal(std::string_view text, int scale);
// Reads a whole number in any form that JSON has for it: 901, 901.0 and 9.01e2 are the same integer
// (JSON Schema 2020-12, 6.1.1).
tl::expected<std::int64_t, DecimalError> parse_whole_number(std::string_view text);
// The same for text of a person or of another program: with a '+' before it, and leading zeros, as
// spreadsheets and fixed-width files write it ("+007.50").
tl::expected<std::int64_t, DecimalError> parse_written_decimal(std::string_view text, int scale);
// The shortest exact form: 1250 at scale 2 is 12.5; whole numbers have no point.
void append_decimal(std::string& out, std::int64_t scaled, int scale);
std::string decimal_to_string(std::int64_t scaled, int scale);

}  // namespace vip
