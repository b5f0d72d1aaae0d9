// Slots of ordinary days and of the two nights on which clocks change.
#include "domains/calendar-management/rules/slots.h"

#include <gmock/gmock.h>

namespace vip::domains {
namespace {

std::int64_t minutes(std::string_view time) {
  return time == "24:00" ? kDayMinutes : parse_time_of_day(time).value().minutes;
}

struct Day {
  const char* name;
  const char* zone;
  const char* date;
  const char* start;
  const char* end;
  std::int64_t length;
  std::vector<const char*> blocked;
  std::vector<const char*> slots;  // when they start, in UTC; an x follows a blocked one
};

std::vector<Slot> slots_of(const Day& day) {
  Opening opening{
      parse_date(day.date).value(), minutes(day.start), minutes(day.end), day.length, {}};
  for (const char* time : day.blocked) opening.blocked.push_back(minutes(time));
  std::vector<Slot> slots;
  append_slots(slots, opening, day.zone, 3);
  return slots;
}

class SlotsOfADay : public testing::TestWithParam<Day> {};

TEST_P(SlotsOfADay, FollowOneAnotherInRealTime) {
  const auto slots = slots_of(GetParam());
  std::vector<std::string> starts;
  for (const Slot& slot : slots)
    starts.push_back(to_string(slot.start).substr(11, 5) + (slot.blocked ? "x" : ""));
  EXPECT_THAT(starts, testing::ElementsAreArray(GetParam().slots));
  for (std::size_t i = 0; i < slots.size(); ++i) {
    EXPECT_EQ(slots[i].end.milliseconds - slots[i].start.milliseconds, GetParam().length * kMinute);
    if (i > 0) {
      EXPECT_EQ(slots[i].start, slots[i - 1].end);
    }
    EXPECT_EQ(slots[i].opening, 3U);
  }
}

constexpr auto kLondon = "Europe/London";
constexpr auto kForward = "2026-03-29";  // 01:00 GMT becomes 02:00 BST
constexpr auto kBack = "2026-10-25";     // 02:00 BST becomes 01:00 GMT

INSTANTIATE_TEST_SUITE_P(
    OrdinaryDays, SlotsOfADay,
    testing::Values(
        Day{"Winter",
            kLondon,
            "2026-01-15",
            "09:00",
            "10:00",
            15,
            {},
            {"09:00", "09:15", "09:30", "09:45"}},
        Day{"Summer", kLondon, "2026-07-15", "09:00", "10:00", 30, {}, {"08:00", "08:30"}},
        Day{"Blocked",
            kLondon,
            "2026-07-15",
            "09:00",
            "10:00",
            15,
            {"09:15", "09:45"},
            {"08:00", "08:15x", "08:30", "08:45x"}},
        Day{"ToMidnight", kLondon, "2026-01-15", "23:00", "24:00", 30, {}, {"23:00", "23:30"}},
        Day{"OneLongSlot", kLondon, "2026-01-15", "09:00", "17:00", 480, {}, {"09:00"}},
        Day{"West",
            "America/New_York",
            "2026-07-15",
            "20:00",
            "21:00",
            30,
            {},
            {"00:00", "00:30"}}),
    [](const auto& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    ClocksGoForward, SlotsOfADay,
    testing::Values(
        // Four hours on the clock are three.
        Day{"AcrossTheGap",
            kLondon,
            kForward,
            "00:00",
            "04:00",
            30,
            {},
            {"00:00", "00:30", "01:00", "01:30", "02:00", "02:30"}},
        Day{"UpToTheGap", kLondon, kForward, "00:00", "01:00", 30, {}, {"00:00", "00:30"}},
        Day{"FromTheGap", kLondon, kForward, "01:00", "03:00", 30, {}, {"01:00", "01:30"}},
        Day{"FromWithinTheGap", kLondon, kForward, "01:30", "03:00", 30, {}, {"01:00", "01:30"}},
        Day{"IntoTheGap", kLondon, kForward, "00:30", "01:30", 30, {}, {"00:30"}},
        Day{"WithinTheGap", kLondon, kForward, "01:00", "02:00", 30, {}, {}},
        Day{"RestIsNoSlot", kLondon, kForward, "00:00", "02:00", 40, {}, {"00:00"}},
        Day{"SlotAcrossTheGap",
            kLondon,
            kForward,
            "00:00",
            "04:00",
            45,
            {},
            {"00:00", "00:45", "01:30", "02:15"}},
        Day{"BlockedInTheGap",
            kLondon,
            kForward,
            "00:00",
            "03:00",
            30,
            {"01:00", "01:30"},
            {"00:00", "00:30", "01:00", "01:30"}},
        Day{"BlockedAfterTheGap",
            kLondon,
            kForward,
            "00:00",
            "03:00",
            30,
            {"02:00"},
            {"00:00", "00:30", "01:00x", "01:30"}},
        Day{"DayAfter", kLondon, "2026-03-30", "01:00", "02:00", 30, {}, {"00:00", "00:30"}}),
    [](const auto& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    ClocksGoBack, SlotsOfADay,
    testing::Values(
        // Four hours on the clock are five.
        Day{"AcrossTheFold",
            kLondon,
            kBack,
            "00:00",
            "04:00",
            60,
            {},
            {"23:00", "00:00", "01:00", "02:00", "03:00"}},
        Day{"BothHours",
            kLondon,
            kBack,
            "01:00",
            "02:00",
            30,
            {},
            {"00:00", "00:30", "01:00", "01:30"}},
        Day{"UpToTheFold", kLondon, kBack, "00:00", "01:00", 30, {}, {"23:00", "23:30"}},
        Day{"HalfOfTheFold", kLondon, kBack, "01:00", "01:30", 30, {}, {"00:00"}},
        Day{"RestOfTheFold", kLondon, kBack, "01:30", "02:00", 30, {}, {"00:30", "01:00", "01:30"}},
        Day{"BlockedTwice",
            kLondon,
            kBack,
            "00:30",
            "02:30",
            30,
            {"01:30"},
            {"23:30", "00:00", "00:30x", "01:00", "01:30x", "02:00"}},
        Day{"HalfAnHour",
            "Australia/Lord_Howe",
            "2026-04-05",
            "01:00",
            "02:30",
            30,
            {},
            {"14:00", "14:30", "15:00", "15:30"}}),
    [](const auto& each) { return each.param.name; });

struct Fitting {
  const char* name;
  const char* start;
  const char* end;
  Fit fit;
};

class FitOfATime : public testing::TestWithParam<Fitting> {};

// Slots of a quarter from 09:00 to 10:00 and from 10:30 to 11:30, the last of each blocked.
TEST_P(FitOfATime, IsWholeSlotsInARow) {
  std::vector<Slot> slots =
      slots_of({"", "UTC", "2026-06-15", "09:00", "10:00", 15, {"09:45"}, {}});
  for (const Slot& slot : slots_of({"", "UTC", "2026-06-15", "10:30", "11:30", 15, {"11:15"}, {}}))
    slots.push_back(slot);
  const auto at = [](const char* time) {
    return moment_in_zone(parse_date("2026-06-15").value(), parse_time_of_day(time).value(), "UTC");
  };
  const auto taken = slots_within(slots, at(GetParam().start), at(GetParam().end));
  EXPECT_EQ(fit(taken, at(GetParam().start), at(GetParam().end)), GetParam().fit);
}

INSTANTIATE_TEST_SUITE_P(Each, FitOfATime,
                         testing::Values(Fitting{"One", "09:00", "09:15", Fit::whole},
                                         Fitting{"Several", "09:00", "09:45", Fit::whole},
                                         Fitting{"Before", "08:00", "09:00", Fit::outside},
                                         Fitting{"Between", "10:00", "10:30", Fit::outside},
                                         Fitting{"After", "11:30", "11:45", Fit::outside},
                                         Fitting{"StartsEarly", "08:45", "09:15", Fit::partial},
                                         Fitting{"StartsWithin", "09:05", "09:15", Fit::partial},
                                         Fitting{"EndsWithin", "09:00", "09:20", Fit::partial},
                                         Fitting{"EndsLate", "11:00", "12:00", Fit::partial},
                                         Fitting{"Shorter", "09:05", "09:10", Fit::partial},
                                         Fitting{"AcrossTheBreak", "09:30", "10:45", Fit::apart},
                                         Fitting{"Blocked", "09:45", "10:00", Fit::blocked},
                                         Fitting{"UpToBlocked", "11:00", "11:30", Fit::blocked}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace vip::domains
