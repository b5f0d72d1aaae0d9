// Money: exact, and rounded half to even.
#include "domains/shared/money.h"

#include <gtest/gtest.h>

#include <random>

namespace vip::domains {
namespace {

struct Division {
  std::int64_t numerator, denominator, expected;
};

class HalfEven : public testing::TestWithParam<Division> {};

TEST_P(HalfEven, RoundsHalvesToTheEvenNeighbour) {
  const auto& [numerator, denominator, expected] = GetParam();
  EXPECT_EQ(rounded_half_even(Wide{numerator}, Wide{denominator}), expected)
      << numerator << " / " << denominator;
  EXPECT_EQ(rounded_half_even(-Wide{numerator}, Wide{denominator}), -expected)
      << "-" << numerator << " / " << denominator;
}

INSTANTIATE_TEST_SUITE_P(Table, HalfEven,
                         testing::Values(Division{0, 2, 0}, Division{1, 2, 0}, Division{3, 2, 2},
                                         Division{5, 2, 2}, Division{7, 2, 4},
                                         Division{125, 10, 12}, Division{135, 10, 14},
                                         Division{1251, 100, 13}, Division{1249, 100, 12},
                                         Division{2, 3, 1}, Division{1, 3, 0}, Division{6, 3, 2},
                                         Division{5, 10, 0}, Division{15, 10, 2}));

TEST(HalfEven, TakesNumbersFarBeyondThoseOfFieldsAndMarksWhatNoFieldKeeps) {
  EXPECT_EQ(rounded_half_even(power_of_ten(36) + power_of_ten(20) / 2, power_of_ten(20)),
            10'000'000'000'000'000);
  EXPECT_EQ(rounded_half_even(power_of_ten(18) - 1, Wide{1}), 999'999'999'999'999'999);
  EXPECT_FALSE(rounded_half_even(power_of_ten(18), Wide{1}).fits());
  EXPECT_FALSE(rounded_half_even(-power_of_ten(18), Wide{1}).fits());
  EXPECT_FALSE(rounded_half_even(power_of_ten(36), Wide{1}).fits());
  EXPECT_FALSE(rounded_half_even(WideAmount{power_of_ten(36)} * 1000, Wide{1}).fits());
}

// Over numbers of every magnitude: half to even is the nearest whole number, and what does not fit
// is said, never cut off.
TEST(HalfEven, IsTheNearestOrDoesNotFit) {
  std::mt19937_64 random{20261130};
  const auto number = [&](unsigned bits) {
    return static_cast<std::int64_t>(random() >> (64 - 1 - random() % bits));
  };
  int beyond = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::int64_t a = number(63) * (i % 2 == 0 ? 1 : -1), b = number(63), by = number(62) + 1;
    const Amount found = rounded_half_even(WideAmount{a} * b, WideAmount{by});
    const Wide exact = Wide{a} * b;
    if (!found.fits()) {
      ++beyond;
      ASSERT_TRUE(exact / by >= power_of_ten(18) - 1 || exact / by <= -(power_of_ten(18) - 1));
      continue;
    }
    const Wide twice_off = 2 * (exact - Wide{found.value()} * by);
    ASSERT_TRUE(twice_off <= by && twice_off >= -Wide{by});
    const bool half = twice_off == by || twice_off == -Wide{by};
    ASSERT_TRUE(!half || found.value() % 2 == 0);
  }
  EXPECT_GT(beyond, 1'000);
}

TEST(Scale, ChangesWithoutChangingTheValue) {
  EXPECT_EQ(rescaled(12345, 4, 2), 123);
  EXPECT_EQ(rescaled(12350, 4, 2), 124);  // 1.235: the even neighbour is 1.24
  EXPECT_EQ(rescaled(12450, 4, 2), 124);  // 1.245: and here too
  EXPECT_EQ(rescaled(123, 2, 4), 12300);
  EXPECT_EQ(rescaled(-12450, 4, 2), -124);
}

TEST(Percentage, IsTakenOfAnAmountAndFoundWithinOne) {
  EXPECT_EQ(percentage_of(12'34, 20'00), 2'47);  // 2.468
  EXPECT_EQ(percentage_of(0'50, 5'00), 2);       // 0.025 to the even 0.02
  EXPECT_EQ(percentage_of(1'50, 5'00), 8);       // 0.075 to the even 0.08
  EXPECT_EQ(percentage_of(-12'34, 20'00), -2'47);
  EXPECT_EQ(percentage_of(12'34, 0), 0);
  EXPECT_EQ(percentage_within(14'81, 20'00), 2'47);
  EXPECT_EQ(percentage_within(14'81, 0), 0);
  EXPECT_FALSE(percentage_of(999'999'999'999'999'999, 200'00).fits());
}

TEST(Product, HasTheScaleThatIsAskedFor) {
  EXPECT_EQ(product_of(12'345, kQuantityScale, 1234, kUnitPriceScale, kMoneyScale), 1'52);
  EXPECT_EQ(product_of(3, 0, 7, 0, 2), 21'00);
  EXPECT_EQ(product_of(999'999'999, 3, 99'999'999'999, 4, 2), 9'999'999'989'900'00);
  EXPECT_FALSE(product_of(999'999'999'999'999'999, 2, 2, 0, 2).fits());
}

TEST(Share, IsOfTheWholeAmount) {
  EXPECT_EQ(share_of(10'00, 1, 3), 3'33);
  EXPECT_EQ(share_of(10'00, 3, 3), 10'00);
  EXPECT_EQ(share_of(10'00, -1, -3), 3'33);
  EXPECT_EQ(share_of(10'00, 1, -3), -3'33);
  EXPECT_EQ(share_of(10'00, 1, 0), 0);
}

TEST(Text, HasBothDecimals) {
  EXPECT_EQ(money_text(12'50), "12.50");
  EXPECT_EQ(money_text(12'00), "12.00");
  EXPECT_EQ(money_text(-5), "-0.05");
  EXPECT_EQ(money_text(0), "0.00");
}

}  // namespace
}  // namespace vip::domains
