#include "platform/retention.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kOneDay = 24 * kHour;

TEST(Retention, FollowsTheClock) {
  Retention retention;
  const std::int64_t now = 1000 * kOneDay;
  EXPECT_EQ(retention.cut_off(Instant{now}, 400, Instant{600 * kOneDay - kHour}),
            Instant{600 * kOneDay});
  EXPECT_EQ(retention.cut_off(Instant{now + 10'000}, 400, Instant{600 * kOneDay}),
            Instant{600 * kOneDay + 10'000});
  EXPECT_EQ(retention.cut_off(Instant{now - kOneDay}, 400, Instant{600 * kOneDay}),
            Instant{599 * kOneDay})
      << "back, too";
}

TEST(Retention, AClockThatIsAheadForAWhileCostsLittle) {
  Retention retention;
  const std::int64_t now = 1000 * kOneDay;
  retention.cut_off(Instant{now}, 400, Instant{600 * kOneDay});
  Instant cut_off;
  for (int i = 0; i < 60; ++i)  // ten minutes, one call in ten seconds
    cut_off = retention.cut_off(Instant{now + 365 * kOneDay}, 400, Instant{600 * kOneDay});
  EXPECT_LE(cut_off, Instant{605 * kOneDay});
  EXPECT_EQ(retention.cut_off(Instant{now}, 400, cut_off), Instant{600 * kOneDay});
}

TEST(Retention, GoesOnFromTheOldestRow) {
  Retention retention;
  const std::int64_t now = 1000 * kOneDay;
  EXPECT_EQ(retention.cut_off(Instant{now}, 400, Instant{100 * kOneDay}),
            Instant{100 * kOneDay + 2 * kHour});
  EXPECT_EQ(retention.cut_off(Instant{now}, 400, Instant{590 * kOneDay}),
            Instant{590 * kOneDay + 2 * kHour})
      << "what is between is gone already";
}

}  // namespace
}  // namespace vip
