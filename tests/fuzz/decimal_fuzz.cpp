// Decimals: what is read is written back and read again without a change.

#include "core/decimal.h"
#include "fuzz_targets.h"

namespace vip::fuzz {
namespace {

constexpr unsigned kScales = 9;

void check_scaled(std::int64_t value, int scale) {
  require(value >= -kMostDecimal && value <= kMostDecimal, "a decimal is in its range");
  const auto again = parse_decimal(decimal_to_string(value, scale), scale);
  require(again && *again == value, "a decimal that is written is read as the same one");
}

}  // namespace

void decimal(std::string_view input) {
  const int scale = static_cast<int>(take_number(input) % kScales);
  const auto exact = parse_decimal(input, scale);
  const auto written = parse_written_decimal(input, scale);
  const auto whole = parse_whole_number(input);
  if (exact) check_scaled(*exact, scale);
  if (written) check_scaled(*written, scale);
  if (exact) require(written && *written == *exact, "a JSON number is a written number as well");
  if (exact && scale == 0) require(whole && *whole == *exact, "scale 0 is a whole number");
  if (whole && *whole >= -kMostDecimal && *whole <= kMostDecimal)
    require(parse_written_decimal(input, 0) == *whole, "a whole number has scale 0");
}

}  // namespace vip::fuzz
