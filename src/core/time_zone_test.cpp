#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "core/time.h"

namespace vip {
namespace {

TEST(IsTimeZone, AcceptsIanaNames) {
  for (const char* name :
       {"Europe/London", "UTC", "America/New_York", "Europe/Belfast", "Asia/Kathmandu"}) {
    EXPECT_TRUE(is_time_zone(name)) << name;
  }
  for (const char* name : {"", "Europe", "europe/london", "Europe/Atlantis", "../etc/passwd",
                           "tzdata.zi", "posixrules"}) {
    EXPECT_FALSE(is_time_zone(name)) << name;
  }
}

struct ZoneCase {
  const char* zone;
  const char* instant;
  const char* date;
};

TEST(DateInZone, IsTheLocalDate) {
  constexpr ZoneCase kCases[] = {
      {"Europe/London", "2026-06-30T23:30:00Z", "2026-07-01"},  // summer time
      {"Europe/London", "2026-01-31T23:30:00Z", "2026-01-31"},  // winter time
      {"America/New_York", "2026-03-01T04:59:59Z", "2026-02-28"},
      {"Asia/Kathmandu", "2026-03-01T18:15:00Z", "2026-03-02"},  // 5 h 45 min east
      {"Pacific/Auckland", "2026-12-31T11:00:00Z", "2027-01-01"},
      {"No/Such_Zone", "2026-06-30T23:30:00Z", "2026-06-30"},
      {"UTC", "1969-12-31T23:59:59.999Z", "1969-12-31"},
      {"UTC", "1753-01-01T00:00:00Z", "1753-01-01"},
  };
  for (const auto& [zone, instant, date] : kCases) {
    EXPECT_EQ(to_string(date_in_zone(*parse_instant(instant), zone)), date)
        << zone << ' ' << instant;
  }
}

struct DayCase {
  const char* zone;
  const char* date;
  const char* start;
};

TEST(StartOfDay, IsTheFirstInstantOfTheDay) {
  constexpr DayCase kCases[] = {
      {"Europe/London", "2026-07-01", "2026-06-30T23:00:00.000Z"},
      {"Europe/London", "2026-01-01", "2026-01-01T00:00:00.000Z"},
      {"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000Z"},  // midnight is skipped
      {"America/Havana", "2025-11-02", "2025-11-02T04:00:00.000Z"},     // midnight occurs twice
      {"Asia/Kathmandu", "2026-03-02", "2026-03-01T18:15:00.000Z"},
      {"No/Such_Zone", "2026-07-01", "2026-07-01T00:00:00.000Z"},
  };
  for (const auto& [zone, date, start] : kCases) {
    EXPECT_EQ(to_string(start_of_day(*parse_date(date), zone)), start) << zone << ' ' << date;
  }
}

struct TimeCase {
  const char* zone;
  const char* date;
  std::int32_t minutes;
  const char* moment;
};

TEST(MomentInZone, IsTheFirstInstantOfTheLocalTime) {
  constexpr TimeCase kCases[] = {
      {"Europe/London", "2026-07-01", 9 * 60, "2026-07-01T08:00:00.000Z"},
      {"Europe/London", "2026-07-01", 1440, "2026-07-01T23:00:00.000Z"},
      // Clocks skip 01:00 to 01:59.
      {"Europe/London", "2026-03-29", 59, "2026-03-29T00:59:00.000Z"},
      {"Europe/London", "2026-03-29", 60, "2026-03-29T01:00:00.000Z"},
      {"Europe/London", "2026-03-29", 119, "2026-03-29T01:00:00.000Z"},
      {"Europe/London", "2026-03-29", 120, "2026-03-29T01:00:00.000Z"},
      {"Europe/London", "2026-03-29", 121, "2026-03-29T01:01:00.000Z"},
      // 01:00 to 01:59 occurs twice.
      {"Europe/London", "2026-10-25", 60, "2026-10-25T00:00:00.000Z"},
      {"Europe/London", "2026-10-25", 119, "2026-10-25T00:59:00.000Z"},
      {"Europe/London", "2026-10-25", 120, "2026-10-25T02:00:00.000Z"},
      {"Australia/Lord_Howe", "2026-04-05", 105,
       "2026-04-04T14:45:00.000Z"},  // half an hour occurs twice
      {"Australia/Lord_Howe", "2026-04-05", 120, "2026-04-04T15:30:00.000Z"},
      {"Europe/London", "2050-03-27", 90, "2050-03-27T01:00:00.000Z"},
      {"No/Such_Zone", "2026-07-01", 90, "2026-07-01T01:30:00.000Z"},
  };
  for (const auto& [zone, date, minutes, moment] : kCases) {
    EXPECT_EQ(to_string(moment_in_zone(*parse_date(date), {minutes}, zone)), moment)
        << zone << ' ' << date << ' ' << minutes;
  }
}

TEST(TimeInZone, IsTheLocalTime) {
  const auto shown = [](const char* zone, const char* instant) {
    std::string text;
    append(text, time_in_zone(*parse_instant(instant), zone));
    return text;
  };
  EXPECT_EQ(shown("Europe/London", "2026-07-01T08:00:59Z"), "09:00");
  EXPECT_EQ(shown("Europe/London", "2026-03-29T00:59:59Z"), "00:59");
  EXPECT_EQ(shown("Europe/London", "2026-03-29T01:00:00Z"), "02:00");
  EXPECT_EQ(shown("Europe/London", "2026-10-25T00:30:00Z"), "01:30");
  EXPECT_EQ(shown("Europe/London", "2026-10-25T01:30:00Z"), "01:30");
  EXPECT_EQ(shown("Europe/London", "2100-07-01T23:30:00Z"), "00:30");
  EXPECT_EQ(shown("America/New_York", "1969-12-31T23:59:00Z"), "18:59");
  EXPECT_EQ(shown("No/Such_Zone", "1969-12-31T23:59:00Z"), "23:59");
}

TEST(Zones, KeepTheirSummerTimeBeyondTheListedYears) {
  constexpr DayCase kCases[] = {
      {"Europe/London", "2037-07-01", "2037-06-30T23:00:00.000Z"},
      {"Europe/London", "2038-07-01", "2038-06-30T23:00:00.000Z"},
      {"Europe/London", "2048-07-01", "2048-06-30T23:00:00.000Z"},
      {"Europe/London", "2100-07-01", "2100-06-30T23:00:00.000Z"},
      {"Europe/London", "2100-12-01", "2100-12-01T00:00:00.000Z"},
      {"America/New_York", "2060-07-04", "2060-07-04T04:00:00.000Z"},
      {"Europe/London", "2050-03-27", "2050-03-27T00:00:00.000Z"},  // the last Sunday of March
      {"Europe/London", "2050-03-28", "2050-03-27T23:00:00.000Z"},
      {"Europe/London", "9999-07-01", "9999-06-30T23:00:00.000Z"},
  };
  for (const auto& [zone, date, start] : kCases) {
    EXPECT_EQ(to_string(start_of_day(*parse_date(date), zone)), start) << zone << ' ' << date;
  }
}

TEST(Zones, RoundTripTheStartOfADay) {
  for (const char* zone : {"Europe/London", "America/Sao_Paulo", "Australia/Lord_Howe",
                           "Pacific/Apia", "Europe/Dublin"}) {
    for (std::int32_t days = -20'000; days < 40'000; days += 17) {
      const Instant start = start_of_day(Date{days}, zone);
      ASSERT_EQ(date_in_zone(start, zone), Date{days}) << zone << ' ' << days;
      ASSERT_EQ(date_in_zone({start.milliseconds - 1}, zone), Date{days - 1})
          << zone << ' ' << days;
    }
  }
}

TEST(Zones, AreReadFromManyThreads) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (const char* zone : {"Europe/Paris", "Europe/Rome", "Asia/Tokyo", "Africa/Cairo"}) {
        EXPECT_EQ(to_string(date_in_zone(*parse_instant("2026-06-01T12:00:00Z"), zone)),
                  "2026-06-01");
      }
    });
  }
}

TEST(InstantInZone, IsTheEarlierOfTwoAndNoneThatIsSkipped) {
  struct Row {
    const char* zone;
    const char* local;
    const char* instant;
  };
  constexpr Row kRows[] = {
      {"Europe/London", "2026-07-01T09:00:00", "2026-07-01T08:00:00.000Z"},
      {"Europe/London", "2026-01-01T09:00:00.5", "2026-01-01T09:00:00.500Z"},
      // Clocks go forward at 01:00: 01:00 to 01:59 are no times of that night.
      {"Europe/London", "2026-03-29T00:59:59.999", "2026-03-29T00:59:59.999Z"},
      {"Europe/London", "2026-03-29T01:00:00", ""},
      {"Europe/London", "2026-03-29T01:59:59.999", ""},
      {"Europe/London", "2026-03-29T02:00:00", "2026-03-29T01:00:00.000Z"},
      // They go back at 02:00: 01:00 to 01:59 are two times, the first in summer time.
      {"Europe/London", "2026-10-25T01:30:00", "2026-10-25T00:30:00.000Z"},
      {"Europe/London", "2026-10-25T02:00:00", "2026-10-25T02:00:00.000Z"},
      {"Europe/London", "2060-07-01T09:00:00", "2060-07-01T08:00:00.000Z"},
      {"America/New_York", "2026-03-08T02:30:00", ""},
      {"UTC", "9999-12-31T23:59:59.999", "9999-12-31T23:59:59.999Z"},
      {"America/New_York", "9999-12-31T23:59:59", ""},  // in UTC, the year 10000
      {"Asia/Kathmandu", "1753-01-01T00:00:00", ""},
      {"No/Such_Zone", "2026-07-01T09:00:00", "2026-07-01T09:00:00.000Z"},
  };
  for (const auto& [zone, local, instant] : kRows) {
    const auto found = instant_in_zone(*parse_local_date_time(local), zone);
    EXPECT_EQ(found ? to_string(*found) : "", instant) << zone << ' ' << local;
  }
}

}  // namespace
}  // namespace vip
