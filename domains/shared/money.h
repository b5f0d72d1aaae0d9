#pragma once

// Money, percentages and quantities: whole numbers scaled by powers of ten, so that nothing passes
// through binary floating point.
//
// Every amount that stands on a line is rounded once, half to even: a half goes to the neighbour
// whose last digit is even (0.125 → 0.12, 0.135 → 0.14), so that many lines do not drift upwards.
// What lies between is kept as a fraction. Totals are sums of rounded lines.
//
// Nothing overflows unseen: results are checked numbers (core/checked.h). What is beyond a field is
// refused (result_out_of_range), never cut off.

#include <cstdint>
#include <string>

#include "core/checked.h"

namespace vip::domains {

// Wide enough for products of three such numbers.
__extension__ using Wide = __int128;

using Amount = Checked<std::int64_t>;
using WideAmount = Checked<Wide>;

inline constexpr int kMoneyScale = 2;
inline constexpr int kPercentScale = 2;
inline constexpr int kQuantityScale = 3;
inline constexpr int kUnitPriceScale = 4;

// The most that a line, a payment or a refund may come to, in hundredths: what is beyond is a
// mistake in a price or a quantity, and a total of 500 lines stays exact.
inline constexpr std::int64_t kMostOfLine = 9'999'999'99;

// 10^exponent; exponent 0 to 36.
Wide power_of_ten(int exponent);

// numerator / denominator as a whole number, half to even. The denominator is above zero. A result
// beyond ±(10^18 - 1), the largest decimal that a field keeps, does not fit.
Amount rounded_half_even(WideAmount numerator, WideAmount denominator);

// The same value at another scale: 1.2345 at scale 4 is 1.23 at scale 2.
Amount rescaled(Amount value, int from_scale, int to_scale);

// `percent` (scale 2) of an amount, at the amount's own scale: 20.00 % of 12.34 is 2.47.
Amount percentage_of(Amount amount, std::int64_t percent);

// The part of an amount that a percentage has been added to: the VAT of 20.00 % in 14.81 is 2.47.
Amount percentage_within(Amount amount, std::int64_t percent);

// a × b at a scale of its own: 12.345 of a unit price of 0.1234, in money.
Amount product_of(Amount a, int a_scale, Amount b, int b_scale, int scale);

// `part` of `whole` of an amount: what a credited quantity is of a line.
Amount share_of(Amount amount, std::int64_t part, std::int64_t whole);

// For messages to people, always with both decimals: "-12.50".
std::string money_text(std::int64_t amount);

}  // namespace vip::domains
