#pragma once

// Money, percentages and quantities: whole numbers scaled by powers of ten, so that nothing passes
// through binary floating point.
//
// Every amount that stands on a line is rounded once, half to even: a half goes to the neighbour
// whose last digit is even (0.125 → 0.12, 0.135 → 0.14), so that many lines do not drift upwards.
// What lies between is kept as a fraction. Totals are sums of rounded lines.

#include <cstdint>
#include <string>

namespace vip::domains {

// Wide enough for products of three such numbers.
__extension__ using Wide = __int128;

inline constexpr int kMoneyScale = 2;
inline constexpr int kPercentScale = 2;
inline constexpr int kQuantityScale = 3;
inline constexpr int kUnitPriceScale = 4;

// 10^exponent; exponent 0 to 36.
Wide power_of_ten(int exponent);

// numerator / denominator as a whole number, half to even. The denominator is above zero. The
// result is held within ±(10^18 - 1), the largest decimal that a field keeps.
std::int64_t rounded_half_even(Wide numerator, Wide denominator);

// The same value at another scale: 1.2345 at scale 4 is 1.23 at scale 2.
std::int64_t rescaled(std::int64_t value, int from_scale, int to_scale);

// `percent` (scale 2) of an amount, at the amount's own scale: 20.00 % of 12.34 is 2.47.
std::int64_t percentage_of(std::int64_t amount, std::int64_t percent);

// The part of an amount that a percentage has been added to: the VAT of 20.00 % in 14.81 is 2.47.
std::int64_t percentage_within(std::int64_t amount, std::int64_t percent);

// a × b at a scale of its own: 12.345 of a unit price of 0.1234, in money.
std::int64_t product_of(std::int64_t a, int a_scale, std::int64_t b, int b_scale, int scale);

// `part` of `whole` of an amount: what a credited quantity is of a line.
std::int64_t share_of(std::int64_t amount, std::int64_t part, std::int64_t whole);

// For messages to people, always with both decimals: "-12.50".
std::string money_text(std::int64_t amount);

}  // namespace vip::domains
