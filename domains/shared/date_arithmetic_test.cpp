#include "domains/shared/date_arithmetic.h"

#include <gtest/gtest.h>

#include <limits>

namespace vip::domains {
namespace {

std::string after(std::string_view start, std::int64_t length, std::string_view period) {
  return to_string(after_period(parse_date(start).value(), length, period));
}

TEST(Periods, CountDaysAndWeeks) {
  EXPECT_EQ(after("2026-02-27", 2, "DAY"), "2026-03-01");
  EXPECT_EQ(after("2028-02-27", 2, "DAY"), "2028-02-29");
  EXPECT_EQ(after("2026-12-30", 1, "WEEK"), "2027-01-06");
  EXPECT_EQ(after("2026-01-01", -1, "DAY"), "2025-12-31");
  EXPECT_EQ(after("2026-01-01", 0, "WEEK"), "2026-01-01");
}

TEST(Periods, KeepTheEndsOfMonths) {
  EXPECT_EQ(after("2026-01-31", 1, "MONTH"), "2026-02-28");
  EXPECT_EQ(after("2028-01-31", 1, "MONTH"), "2028-02-29");
  EXPECT_EQ(after("2028-02-29", 12, "MONTH"), "2029-02-28");
  EXPECT_EQ(after("2026-08-31", 6, "MONTH"), "2027-02-28");
  EXPECT_EQ(after("2026-11-15", 15, "MONTH"), "2028-02-15");
  EXPECT_EQ(after("2026-03-31", -1, "MONTH"), "2026-02-28");
}

TEST(Periods, MonthsEndOnTheirLastDay) {
  for (const auto& [day, last] : {std::pair{"2026-02-01", "2026-02-28"},
                                  {"2028-02-29", "2028-02-29"},
                                  {"2026-04-30", "2026-04-30"},
                                  {"2026-12-31", "2026-12-31"}})
    EXPECT_EQ(to_string(end_of_month(parse_date(day).value())), last);
}

TEST(Periods, CountFurtherThanAnyRecall) {
  EXPECT_EQ(after("1753-01-01", 3'012'153, "DAY"), "9999-12-31");
  EXPECT_EQ(after("2026-01-01", 200'000, "DAY"), "2573-08-01");
  EXPECT_EQ(after("1753-01-31", 98'963, "MONTH"), "9999-12-31");
}

// The first day outside is none that can be stored.
TEST(Periods, LeaveTheCalendarWhereItEnds) {
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  const Date last = parse_date("9999-12-31").value(), first = parse_date("1753-01-01").value();
  for (const auto& [length, period] : {std::pair{std::int64_t{1}, "DAY"},
                                       {1, "WEEK"},
                                       {1, "MONTH"},
                                       {kHuge, "DAY"},
                                       {kHuge, "WEEK"},
                                       {kHuge, "MONTH"}}) {
    EXPECT_EQ(after_period(last, length, period).days, last.days + 1) << length << period;
    EXPECT_EQ(after_period(first, -length, period).days, first.days - 1) << length << period;
  }
  EXPECT_EQ(after_days(last, 1).days, last.days + 1);
  EXPECT_EQ(in_years(after_days(last, 1).days), std::nullopt);
}

}  // namespace
}  // namespace vip::domains
