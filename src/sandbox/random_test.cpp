// Pseudo-random numbers: those of the algorithm, the same in every run.

#include "sandbox/random.h"

#include <gtest/gtest.h>

#include <set>

namespace vip::sandbox {
namespace {

TEST(Random, MatchesTheReferenceValues) {
  Random random{1'234'567};  // the reference values of SplitMix64
  EXPECT_EQ(random.next(), 6'457'827'717'110'365'317U);
  EXPECT_EQ(random.next(), 3'203'168'211'198'807'973U);
  EXPECT_EQ(random.next(), 9'817'491'932'198'370'423U);
}

TEST(Random, DependsOnTheSeedAlone) {
  Random one{7};
  Random same{7};
  Random other{8};
  int equal = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t drawn = one.next();
    EXPECT_EQ(drawn, same.next());
    if (drawn == other.next()) ++equal;
  }
  EXPECT_EQ(equal, 0);
}

TEST(Random, StaysInItsBounds) {
  Random random{1};
  std::set<std::int64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_LT(random.below(6), 6U);
    const std::int64_t number = random.between(-2, 3);
    EXPECT_GE(number, -2);
    EXPECT_LE(number, 3);
    seen.insert(number);
    EXPECT_FALSE(random.chance(0));
    EXPECT_TRUE(random.chance(100));
  }
  EXPECT_EQ(seen.size(), 6U) << "every number is drawn";
  EXPECT_EQ(random.below(0), 0U);
  EXPECT_EQ(random.between(4, 4), 4);
}

TEST(Random, DrawsByShare) {
  struct Choice {
    char name;
    unsigned share;
  };
  constexpr Choice kChoices[] = {{'a', 70}, {'b', 0}, {'c', 30}};
  Random random{2};
  int drawn[3] = {};
  for (int i = 0; i < 10'000; ++i)
    ++drawn[random.weighted(std::span<const Choice>{kChoices}, &Choice::share).name - 'a'];
  EXPECT_NEAR(drawn[0], 7'000, 300);
  EXPECT_EQ(drawn[1], 0);
  for (int i = 0; i < 1000; ++i) {
    const double part = random.part();
    EXPECT_GE(part, 0);
    EXPECT_LT(part, 1);
  }
}

}  // namespace
}  // namespace vip::sandbox
