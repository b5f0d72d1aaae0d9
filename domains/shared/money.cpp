// Rounding in one place: whoever multiplies or divides money comes through here.
#include "domains/shared/money.h"

#include <algorithm>

#include "core/decimal.h"

namespace vip::domains {
namespace {

constexpr std::int64_t kLargest = 999'999'999'999'999'999;
constexpr Wide kHundredPercent = 100'00;  // at the scale of percentages

}  // namespace

Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

std::int64_t rounded_half_even(Wide numerator, Wide denominator) {
  Wide whole = numerator / denominator;  // towards zero
  const Wide rest = numerator % denominator;
  const Wide magnitude = rest < 0 ? -rest : rest;
  // Compared as a difference: twice a large rest would not fit.
  const Wide complement = denominator - magnitude;
  const bool up = magnitude > complement || (magnitude == complement && whole % 2 != 0);
  if (up) whole += numerator < 0 ? -1 : 1;
  return static_cast<std::int64_t>(std::clamp(whole, Wide{-kLargest}, Wide{kLargest}));
}

std::int64_t rescaled(std::int64_t value, int from_scale, int to_scale) {
  return rounded_half_even(Wide{value} * power_of_ten(to_scale), power_of_ten(from_scale));
}

std::int64_t percentage_of(std::int64_t amount, std::int64_t percent) {
  return rounded_half_even(Wide{amount} * percent, kHundredPercent);
}

std::int64_t percentage_within(std::int64_t amount, std::int64_t percent) {
  return rounded_half_even(Wide{amount} * percent, kHundredPercent + percent);
}

std::int64_t product_of(std::int64_t a, int a_scale, std::int64_t b, int b_scale, int scale) {
  const int surplus = a_scale + b_scale - scale;
  const Wide product = Wide{a} * b;
  if (surplus < 0) return rounded_half_even(product * power_of_ten(-surplus), 1);
  return rounded_half_even(product, power_of_ten(surplus));
}

std::int64_t share_of(std::int64_t amount, std::int64_t part, std::int64_t whole) {
  if (whole == 0) return 0;
  const Wide sign = whole < 0 ? -1 : 1;
  return rounded_half_even(Wide{amount} * part * sign, Wide{whole} * sign);
}

std::string money_text(std::int64_t amount) {
  std::string text = decimal_to_string(amount, kMoneyScale);
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return text + ".00";
  if (point + 2 == text.size()) text += '0';
  return text;
}

}  // namespace vip::domains
