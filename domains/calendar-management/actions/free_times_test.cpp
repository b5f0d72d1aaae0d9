// What is left of slots, at once and for longer.
#include "domains/calendar-management/actions/free_times.h"

#include <gmock/gmock.h>

namespace vip::domains {
namespace {

// Minutes since midnight; a slot is a quarter of an hour.
Slot slot(std::int64_t start, bool blocked = false) {
  return {{start * kMinute}, {(start + 15) * kMinute}, blocked, 0};
}
Period period(std::int64_t start, std::int64_t end) { return {{start * kMinute}, {end * kMinute}}; }

// 0 to 60 and 90 to 120, in disorder.
std::vector<Slot> morning() { return {slot(90), slot(105), slot(45), slot(30), slot(15), slot(0)}; }

struct Case {
  const char* name;
  std::vector<Period> taken;
  std::int64_t duration;
  std::vector<Period> free;
};

class FreeTimes : public testing::TestWithParam<Case> {};

TEST_P(FreeTimes, AreWhatIsLeft) {
  EXPECT_EQ(free_times(morning(), GetParam().taken, GetParam().duration), GetParam().free);
}

const std::vector<Period> kAll{period(0, 15),  period(15, 30),  period(30, 45),
                               period(45, 60), period(90, 105), period(105, 120)};

INSTANTIATE_TEST_SUITE_P(
    Each, FreeTimes,
    testing::Values(
        Case{"Nothing", {}, 0, kAll}, Case{"OneSlotIsEnough", {}, 10, kAll},
        Case{"Taken", {period(90, 120), period(15, 45)}, 0, {period(0, 15), period(45, 60)}},
        Case{"TakenInPart",
             {period(20, 25), period(59, 91)},
             0,
             {period(0, 15), period(30, 45), period(105, 120)}},
        Case{"TakenAround", {period(-60, 200)}, 0, {}},
        Case{"TakenBeside", {period(-15, 0), period(60, 90), period(120, 135)}, 0, kAll},
        Case{
            "HalfAnHour", {}, 30, {period(0, 30), period(15, 45), period(30, 60), period(90, 120)}},
        Case{"MoreThanAHalf", {}, 31, {period(0, 45), period(15, 60)}},
        Case{"AnHour", {}, 60, {period(0, 60)}}, Case{"Longer", {}, 61, {}},
        Case{"HalfAnHourAroundTaken", {period(15, 30)}, 30, {period(30, 60), period(90, 120)}}),
    [](const auto& each) { return each.param.name; });

TEST(FreeTimes, LeaveBlockedSlotsOut) {
  const std::vector<Slot> slots{slot(0), slot(15, true), slot(30)};
  EXPECT_EQ(free_times(slots, {}, 0), (std::vector{period(0, 15), period(30, 45)}));
  EXPECT_TRUE(free_times(slots, {}, 30).empty());
}

TEST(FreeTimes, TakeSlotsOfDifferentLengthInARow) {
  const std::vector<Slot> slots{slot(0), {{15 * kMinute}, {45 * kMinute}, false, 1}, slot(45)};
  EXPECT_EQ(free_times(slots, {}, 30), (std::vector{period(0, 45), period(15, 45)}));
}

}  // namespace
}  // namespace vip::domains
