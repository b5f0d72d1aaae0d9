#include "core/time.h"

#include <gtest/gtest.h>

#include "core/year_range.h"

namespace vip {
namespace {

struct Reading {
  const char* text;
  const char* written;
};

TEST(ParseInstant, TakesRfc3339WithAnyOffset) {
  constexpr Reading kCases[] = {
      {"2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000Z"},
      {"2026-03-01T09:30:00.5Z", "2026-03-01T09:30:00.500Z"},
      {"2026-03-01T09:30:00.045Z", "2026-03-01T09:30:00.045Z"},
      {"2026-03-01T09:30:00.123999999Z", "2026-03-01T09:30:00.123Z"},
      {"2026-03-01T09:30:00+05:30", "2026-03-01T04:00:00.000Z"},
      {"2026-03-01T00:30:00+01:00", "2026-02-28T23:30:00.000Z"},
      {"2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00.000Z"},
      {"2026-03-01T09:30:00-00:00", "2026-03-01T09:30:00.000Z"},
      {"2026-03-01t09:30:00z", "2026-03-01T09:30:00.000Z"},
      {"2026-03-01t09:30:00+01:00", "2026-03-01T08:30:00.000Z"},
      {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
      {"1753-01-01T00:00:00Z", "1753-01-01T00:00:00.000Z"},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
      {"9999-12-31T23:59:59.999+23:59", "9999-12-31T00:00:59.999Z"},
  };
  for (const auto& [text, written] : kCases) {
    const auto instant = parse_instant(text);
    ASSERT_TRUE(instant) << text;
    EXPECT_EQ(to_string(*instant), written) << text;
  }
}

TEST(ParseInstant, RejectsOtherForms) {
  for (const char* text : {
           "",
           "2026-03-01",
           "2026-03-01T09:30:00",
           "2026-03-01 09:30:00Z",
           "2026-03-01T09:30Z",
           "2026-03-01T09:30:60Z",
           "2026-03-01T24:00:00Z",
           "2026-03-01T09:60:00Z",
           "2026-02-29T09:30:00Z",
           "2026-13-01T09:30:00Z",
           "2026-00-01T09:30:00Z",
           "2026-03-00T09:30:00Z",
           "2026-3-01T09:30:00Z",
           "2026-03-01T09:30:00.Z",
           "2026-03-01T09:30:00,5Z",
           "2026-03-01T09:30:00.1234567890Z",
           "2026-03-01T09:30:00+0530",
           "2026-03-01T09:30:00+05",
           "2026-03-01T09:30:00+24:00",
           "2026-03-01T09:30:00+05:60",
           "2026-03-01T09:30:00Z ",
           " 2026-03-01T09:30:00Z",
           "2026-03-01T09:30:00ZZ",
           "+2026-03-01T09:30:00Z",
           "20260301T093000Z",
           "1752-12-31T23:59:59Z",
           "1753-01-01T00:00:00+00:01",
           "9999-12-31T23:59:59-00:01",
           "10000-01-01T00:00:00Z",
           "0000-01-01T00:00:00Z",
           "2026-03-01T09:30:0\xd9\xa0Z",
       }) {
    EXPECT_EQ(parse_instant(text), std::nullopt) << text;
  }
}

TEST(ParseLocalDateTime, TakesADateTimeWithoutOffset) {
  const auto local = parse_local_date_time("2026-03-01T09:30:15.25");
  ASSERT_TRUE(local);
  EXPECT_EQ(to_string(local->date), "2026-03-01");
  EXPECT_EQ(local->milliseconds, 34'215'250);
  EXPECT_TRUE(parse_local_date_time("2026-03-01t00:00:00"));
  for (const char* text :
       {"", "2026-03-01", "2026-03-01T09:30", "2026-03-01T09:30:00Z", "2026-03-01T09:30:00+01:00",
        "2026-02-29T09:30:00", "2026-03-01T24:00:00", "2026-03-01T09:30:00 "})
    EXPECT_FALSE(parse_local_date_time(text)) << text;
}

TEST(ParseDateAsWritten, TakesTheDateOfADateTime) {
  for (const char* text :
       {"2020-05-01", "2020-05-01T00:00:00Z", "2020-05-01t23:59:59.999z", "2020-05-01T00:00:00",
        "2020-05-01T00:30:00+01:00", "2020-05-01T23:30:00-11:00"})
    EXPECT_EQ(parse_date_as_written(text), parse_date("2020-05-01")) << text;
  for (const char* text :
       {"", "2020-05-01T", "2020-05-01T00:00", "2020-05-01 00:00:00Z", "2020-05-01T00:00:00+1",
        "2020-04-31T00:00:00Z", "2020-05-01Z", "2020-05-01T00:00:00Z ", "1752-12-31T00:00:00Z"})
    EXPECT_EQ(parse_date_as_written(text), std::nullopt) << text;
}

TEST(InYears, IsNoneBeyondTheYears) {
  EXPECT_EQ(in_years(parse_date("9999-12-31")->days), parse_date("9999-12-31"));
  EXPECT_EQ(in_years(parse_date("9999-12-31")->days + 1), std::nullopt);
  EXPECT_EQ(in_years(parse_date("1753-01-01")->days), parse_date("1753-01-01"));
  EXPECT_EQ(in_years(parse_date("1753-01-01")->days - 1), std::nullopt);
  const Instant last = *parse_instant("9999-12-31T23:59:59.999Z");
  EXPECT_EQ(in_years(last), last);
  EXPECT_EQ(in_years(Instant{last.milliseconds + 1}), std::nullopt);
}

TEST(Instant, RoundTripsAnyDay) {
  const Date first = *parse_date("1753-01-01");
  const Date last = *parse_date("9999-12-31");
  for (std::int32_t days = first.days; days <= last.days; days += 61) {
    const Instant instant{std::int64_t{days} * 86'400'000 + 45'296'789};
    ASSERT_EQ(parse_instant(to_string(instant)), instant) << days;
    ASSERT_EQ(parse_date(to_string(Date{days})), Date{days}) << days;
  }
}

TEST(ParseDate, TakesDaysThatExist) {
  EXPECT_EQ(parse_date("1970-01-01"), Date{0});
  EXPECT_EQ(parse_date("1969-12-31"), Date{-1});
  EXPECT_EQ(parse_date("2000-02-29"), Date{11016});
  for (const char* text :
       {"", "1752-12-31", "10000-01-01", "1900-02-29", "2026-04-31", "2026-4-30", "26-04-30",
        "2026/04/30", "2026-04-30T", "2026-04-30 ", "20260430", "2026-04-00", "2026-00-10"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

TEST(ParseTimeOfDay, TakesHoursAndMinutes) {
  EXPECT_EQ(parse_time_of_day("00:00"), TimeOfDay{0});
  EXPECT_EQ(parse_time_of_day("09:30"), TimeOfDay{570});
  EXPECT_EQ(parse_time_of_day("23:59:00"), TimeOfDay{1439});
  for (const char* text : {"", "9:30", "24:00", "09:60", "09:30:01", "09:30:", "09:30:0", "0930",
                           "09:30Z", " 09:30"}) {
    EXPECT_EQ(parse_time_of_day(text), std::nullopt) << text;
  }
}

TEST(Append, AppendsToExistingText) {
  std::string out = "at ";
  append(out, TimeOfDay{65});
  append(out, Date{0});
  EXPECT_EQ(out, "at 01:051970-01-01");
}

TEST(HttpDate, HasTheFixedForm) {
  EXPECT_EQ(http_date(*parse_instant("1994-11-06T08:49:37Z")), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(Instant{0}), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(Instant{-1}), "Wed, 31 Dec 1969 23:59:59 GMT");
  EXPECT_EQ(http_date(Instant{1999}), "Thu, 01 Jan 1970 00:00:01 GMT");
  EXPECT_EQ(http_date(*parse_instant("1753-01-01T00:00:00Z")), "Mon, 01 Jan 1753 00:00:00 GMT");
  EXPECT_EQ(http_date(*parse_instant("9999-12-31T23:59:59.999Z")), "Fri, 31 Dec 9999 23:59:59 GMT");
}

TEST(SystemClock, IsOfThisCentury) {
  EXPECT_GT(system_clock().now(), *parse_instant("2024-01-01T00:00:00Z"));
  EXPECT_LT(system_clock().now(), *parse_instant("2100-01-01T00:00:00Z"));
}

TEST(YearRange, IsTheOnlyFault) {
  for (const std::string_view text :
       {"1752-12-31", "0001-01-01", "0000-02-29", "10000-01-01", "-0044-03-15", "+012026-01-01",
        "0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "99999-12-31t23:59:59.999z"})
    EXPECT_TRUE(is_date_beyond_years(text)) << text;
  for (const std::string_view text :
       {"", "1752", "1752-13-01", "1752-02-30", "175-01-01", "175x-01-01", "2023-02-29",
        "1752-12-31 ", "2026-01-01", "--2026-01-01", "0001-01-01T00:00"})
    EXPECT_FALSE(is_date_beyond_years(text)) << text;
  for (const std::string_view text :
       {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "1753-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00+01:00"})
    EXPECT_TRUE(is_date_time_beyond_years(text)) << text;
  for (const std::string_view text : {"0001-01-01", "2026-01-01", "2026-01-01T25:00:00Z",
                                      "2023-02-29T00:00:00Z", "0001-01-01T00:00:00+25:00"})
    EXPECT_FALSE(is_date_time_beyond_years(text)) << text;
}

}  // namespace
}  // namespace vip
