// Rounding in one place: whoever multiplies or divides money comes through here.
#include "domains/shared/money.h"

#include "core/decimal.h"

namespace vip::domains {
namespace {

constexpr Wide kHundredPercent = 100'00;  // at the scale of percentages

}  // namespace

Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Amount rounded_half_even(WideAmount numerator, WideAmount denominator) {
  if (!numerator.fits() || !denominator.fits()) return Amount::too_large();
  const Wide divided = numerator.value(), by = denominator.value();
  Wide whole = divided / by;  // towards zero
  const Wide rest = divided % by;
  const Wide magnitude = rest < 0 ? -rest : rest;
  // Compared as a difference: twice a large rest would not fit.
  const Wide complement = by - magnitude;
  const bool up = magnitude > complement || (magnitude == complement && whole % 2 != 0);
  if (up) whole += divided < 0 ? -1 : 1;
  if (whole < -kMostDecimal || whole > kMostDecimal) return Amount::too_large();
  return static_cast<std::int64_t>(whole);
}

Amount rescaled(Amount value, int from_scale, int to_scale) {
  return rounded_half_even(WideAmount{value} * power_of_ten(to_scale), power_of_ten(from_scale));
}

Amount percentage_of(Amount amount, std::int64_t percent) {
  return rounded_half_even(WideAmount{amount} * percent, kHundredPercent);
}

Amount percentage_within(Amount amount, std::int64_t percent) {
  return rounded_half_even(WideAmount{amount} * percent, kHundredPercent + percent);
}

Amount product_of(Amount a, int a_scale, Amount b, int b_scale, int scale) {
  const int surplus = a_scale + b_scale - scale;
  const WideAmount product = WideAmount{a} * b;
  if (surplus < 0) return rounded_half_even(product * power_of_ten(-surplus), Wide{1});
  return rounded_half_even(product, power_of_ten(surplus));
}

Amount share_of(Amount amount, std::int64_t part, std::int64_t whole) {
  if (whole == 0) return 0;
  const Wide sign = whole < 0 ? -1 : 1;
  return rounded_half_even(WideAmount{amount} * part * sign, Wide{whole} * sign);
}

std::string money_text(std::int64_t amount) {
  std::string text = decimal_to_string(amount, kMoneyScale);
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return text + ".00";
  if (point + 2 == text.size()) text += '0';
  return text;
}

}  // namespace vip::domains
