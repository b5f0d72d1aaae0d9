// Decimals as scaled integers, read and written exactly.
//
// Why no library: a conversion through binary floating point changes money. The digits of a number
// are read into an integer; its exponent only moves the point.

#include "core/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace vip {
namespace {

constexpr int kMostDigits = 18;  // |result| < 10^18
// Larger than any exponent that matters, and small enough that sums of exponents and lengths do not
// overflow.
constexpr std::int64_t kExponentLimit = 1'000'000'000'000;

constexpr std::array<std::int64_t, kMostDigits + 1> kPowers = [] {
  std::array<std::int64_t, kMostDigits + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A number as significant digits times a power of ten. `value` is exact up to 18 digits.
struct Significand {
  std::int64_t value = 0;
  std::int64_t digits = 0;
  std::int64_t trailing_zeros = 0;

  void add(char c) {
    if (c == '0') {
      if (digits > 0) ++trailing_zeros;
      return;
    }
    digits += trailing_zeros + 1;
    if (digits <= kMostDigits)
      value = value * kPowers[static_cast<std::size_t>(trailing_zeros + 1)] + (c - '0');
    trailing_zeros = 0;
  }
};

class NumberReader {
 public:
  explicit NumberReader(std::string_view text) : rest_{text} {}

  // Reads the grammar of RFC 8259 section 6, with nothing after it.
  bool read() {
    negative_ = take('-');
    const bool leading_zero = rest_.starts_with('0');
    const std::size_t whole = read_digits();
    if (whole == 0 || (leading_zero && whole > 1)) return false;
    if (take('.')) {
      const std::size_t decimals = read_digits();
      if (decimals == 0) return false;
      exponent_ -= static_cast<std::int64_t>(decimals);
    }
    if ((take('e') || take('E')) && !read_exponent()) return false;
    return rest_.empty();
  }

  tl::expected<std::int64_t, DecimalError> scaled(int scale) const {
    if (significand_.digits == 0) return 0;
    const std::int64_t shift = exponent_ + significand_.trailing_zeros + scale;
    if (significand_.digits + shift > kMostDigits)
      return tl::unexpected{DecimalError::out_of_range};
    if (shift < 0) return tl::unexpected{DecimalError::too_many_decimals};
    const std::int64_t value = significand_.value * kPowers[static_cast<std::size_t>(shift)];
    return negative_ ? -value : value;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::size_t read_digits() {
    std::size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count])) significand_.add(rest_[count++]);
    rest_.remove_prefix(count);
    return count;
  }

  bool read_exponent() {
    const bool negative = take('-');
    if (!negative) take('+');
    std::size_t count = 0;
    std::int64_t exponent = 0;
    for (; count < rest_.size() && is_digit(rest_[count]); ++count) {
      exponent = std::min(exponent * 10 + (rest_[count] - '0'), kExponentLimit);
    }
    rest_.remove_prefix(count);
    exponent_ += negative ? -exponent : exponent;
    return count > 0;
  }

  std::string_view rest_;
  bool negative_ = false;
  Significand significand_;
  std::int64_t exponent_ = 0;
};

}  // namespace

tl::expected<std::int64_t, DecimalError> parse_decimal(std::string_view text, int scale) {
  NumberReader reader{text};
  if (!reader.read()) return tl::unexpected{DecimalError::malformed};
  return reader.scaled(scale);
}

tl::expected<std::int64_t, DecimalError> parse_whole_number(std::string_view text) {
  std::int64_t number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  if (end == last && error == std::errc{}) return number;
  if (end == last && error == std::errc::result_out_of_range)
    return tl::unexpected{DecimalError::out_of_range};
  return parse_decimal(text, 0);
}

tl::expected<std::int64_t, DecimalError> parse_written_decimal(std::string_view text, int scale) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return tl::unexpected{DecimalError::malformed};
  while (text.size() > 1 && text[0] == '0' && is_digit(text[1])) text.remove_prefix(1);
  return parse_decimal(text, scale).transform([&](std::int64_t number) {
    return negative ? -number : number;
  });
}

void append_decimal(std::string& out, std::int64_t scaled, int scale) {
  // Unsigned, so that the smallest integer has a magnitude too.
  std::uint64_t magnitude = static_cast<std::uint64_t>(scaled);
  if (scaled < 0) {
    magnitude = 0 - magnitude;
    out += '-';
  }
  for (; scale > 0 && magnitude % 10 == 0; --scale) magnitude /= 10;

  std::array<char, 24> digits;
  const auto power = static_cast<std::uint64_t>(kPowers[static_cast<std::size_t>(scale)]);
  const auto whole_end =
      std::to_chars(digits.data(), digits.data() + digits.size(), magnitude / power).ptr;
  out.append(digits.data(), whole_end);
  if (scale == 0) return;
  std::uint64_t decimals = magnitude % power;
  out += '.';
  const std::size_t start = out.size();
  out.resize(start + static_cast<std::size_t>(scale));
  for (std::size_t at = out.size(); at > start; decimals /= 10) {
    out[--at] = static_cast<char>('0' + static_cast<char>(decimals % 10));
  }
}

std::string decimal_to_string(std::int64_t scaled, int scale) {
  std::string out;
  append_decimal(out, scaled, scale);
  return out;
}

}  // namespace vip
