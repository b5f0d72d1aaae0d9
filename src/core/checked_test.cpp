// Checked numbers: equal to those of twice the width wherever these fit, and marked wherever not.
#include "core/checked.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>

namespace vip {
namespace {

__extension__ using Wide = __int128;
using Number = Checked<std::int64_t>;

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// All magnitudes are equally likely, and so are the ends of the range.
class Numbers {
 public:
  std::int64_t next() {
    const auto bits = static_cast<unsigned>(random_() % 65);
    if (bits == 64) return random_() % 2 == 0 ? kLeast : kMost;
    const std::uint64_t magnitude = bits == 0 ? 0 : random_() >> (64 - bits);
    return static_cast<std::int64_t>(magnitude) * (random_() % 2 == 0 ? 1 : -1);
  }

 private:
  std::mt19937_64 random_{20261130};
};

void expect_as_wide(Number narrow, Wide wide) {
  const bool fits = wide >= kLeast && wide <= kMost;
  ASSERT_EQ(narrow.fits(), fits);
  ASSERT_TRUE(!fits || narrow.value() == static_cast<std::int64_t>(wide));
}

TEST(Checked, AgreesWithTwiceTheWidth) {
  Numbers numbers;
  for (int i = 0; i < 200'000; ++i) {
    const std::int64_t a = numbers.next() / 2, b = numbers.next();
    expect_as_wide(Number{a} + b, Wide{a} + b);
    expect_as_wide(Number{a} - b, Wide{a} - b);
    expect_as_wide(Number{a} * b, Wide{a} * b);
    expect_as_wide(-Number{b}, -Wide{b});
  }
}

TEST(Checked, KeepsTheMarkThroughAllThatFollows) {
  const Number beyond = Number{kMost} + 1;
  EXPECT_FALSE(beyond.fits());
  for (const Number& later : {beyond - kMost, beyond * 0, Number{0} * beyond, -beyond, beyond + -1})
    EXPECT_FALSE(later.fits());
  EXPECT_FALSE(Checked<Wide>{beyond}.fits());
  EXPECT_EQ(beyond.value_or(7), 7);
  EXPECT_FALSE(beyond.within(kLeast, kMost));
  EXPECT_THROW((void)beyond.value(), std::logic_error);
}

TEST(Checked, WidensWithoutLoss) {
  const Checked<Wide> wide = Checked<Wide>{Number{kMost}} * kMost;
  EXPECT_TRUE(wide.fits());
  EXPECT_TRUE(wide.value() == Wide{kMost} * kMost);
  EXPECT_FALSE((wide * kMost).fits());
  EXPECT_TRUE(Number{3}.within(3, 3));
  EXPECT_FALSE(Number{4}.within(3, 3));
}

}  // namespace
}  // namespace vip
