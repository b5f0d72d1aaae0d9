#include "platform/security_log.h"

#include <gtest/gtest.h>

#include "platform/test_platform.h"

namespace vip {
namespace {

constexpr std::int64_t kDayMilliseconds = 86'400'000;

class SecurityLogTest : public ::testing::Test {
 protected:
  void append(int count) {
    platform->database().transact([&](sqlite::Database& database) {
      for (int i = 0; i < count; ++i)
        SecurityLog::append(database,
                            {"operator-acted", R"({"subject":"x"})", platform.clock.now()});
    });
  }
  void execute(const std::string& sql) {
    platform->database().transact([&](sqlite::Database& database) { database.execute(sql); });
  }
  Instant days_ago(std::int64_t days) const {
    return Instant{platform.clock.now().milliseconds - days * kDayMilliseconds};
  }
  RefusalCount refusal(std::int64_t hour, const std::string& client, const std::string& network,
                       std::int64_t count) const {
    const Instant moment{hour * 3'600'000};
    return {moment, "token-refused", "wrong-secret", client, network, count, moment, moment};
  }

  test::TestPlatform platform;
  SecurityLog log{platform->database()};
};

TEST_F(SecurityLogTest, WhatIsBeyondTheBoundsGoesAndTheChainOfTheRestIsIntact) {
  append(5000);
  platform.clock.advance(10 * kDayMilliseconds);
  append(5000);
  log.prune({.days = 400, .events = 1'000'000, .refusals = 10}, days_ago(400));
  EXPECT_EQ(log.size().events, 10'000);
  EXPECT_EQ(log.oldest(), days_ago(10));
  log.prune({.days = 400, .events = 7000, .refusals = 10}, days_ago(400));
  EXPECT_EQ(log.size().events, 7000);
  EXPECT_EQ(log.first_broken(), std::nullopt);
  log.prune({.days = 9, .events = 7000, .refusals = 10}, days_ago(9));
  EXPECT_EQ(log.size().events, 5000);
  EXPECT_EQ(log.first_broken(), std::nullopt);
  EXPECT_EQ(log.events_after(0, 10).front().sequence, 5001);
  platform.clock.advance(10 * kDayMilliseconds);
  log.prune({.days = 9, .events = 7000, .refusals = 10}, days_ago(9));
  EXPECT_EQ(log.size().events, 0);
  EXPECT_EQ(log.oldest(), std::nullopt);
  append(1);
  EXPECT_EQ(log.events_after(0, 10).front().sequence, 10'001) << "goes on where it was";
  EXPECT_EQ(log.first_broken(), std::nullopt);
}

TEST_F(SecurityLogTest, ARowThatIsChangedOrRemovedIsFound) {
  append(4000);
  log.prune({.days = 400, .events = 3000, .refusals = 10}, days_ago(400));
  execute("UPDATE security_events SET time = time + 1 WHERE sequence = 3500");
  EXPECT_EQ(log.first_broken(), 3500);
  execute("UPDATE security_events SET time = time - 1 WHERE sequence = 3500");
  EXPECT_EQ(log.first_broken(), std::nullopt);
  execute("DELETE FROM security_events WHERE sequence <= 1500");
  EXPECT_EQ(log.first_broken(), 1501) << "the beginning, too";
}

TEST_F(SecurityLogTest, CountsOfOneHourAndCallerAddUp) {
  for (int i = 0; i < 3; ++i)
    log.add({refusal(1, "", "192.0.2.0/24", 5), refusal(1, "", "198.51.100.0/24", 1),
             refusal(1, "client_a", "192.0.2.0/24", 1),
             refusal(1, "client_a", "198.51.100.0/24", 1)});
  const auto counts = log.refusals_after(Instant{0}, 100);
  ASSERT_EQ(counts.size(), 3U);
  EXPECT_EQ(counts[0].count, 15);
  EXPECT_EQ(counts[2].count, 6) << "of one client, from wherever";
  EXPECT_EQ(counts[2].network, "198.51.100.0/24");
}

TEST_F(SecurityLogTest, CountsAreBoundedAndShownInWholeHours) {
  std::vector<RefusalCount> counts;
  for (int hour = 1; hour <= 30; ++hour)
    for (int i = 0; i < 100; ++i)
      counts.push_back(refusal(hour, "", "10.0." + std::to_string(i) + ".0/24", 1));
  log.add(counts);
  EXPECT_EQ(log.size().refusals, 3000);
  const auto page = log.refusals_after(Instant{0}, 150);
  EXPECT_EQ(page.size(), 200U);
  EXPECT_EQ(log.refusals_after(page.back().hour, 150).front().hour, Instant{3 * 3'600'000});
  const Instant now{30 * 3'600'000LL};
  log.prune({.days = 400, .events = 10, .refusals = 500}, Instant{0});
  EXPECT_EQ(log.size().refusals, 500);
  EXPECT_EQ(log.refusals_after(Instant{0}, 1).front().hour, Instant{26 * 3'600'000LL});
  log.prune({.days = 1, .events = 10, .refusals = 500}, Instant{now.milliseconds - 3'600'000});
  EXPECT_EQ(log.size().refusals, 200) << "of the 29th and 30th hour";
}

}  // namespace
}  // namespace vip
