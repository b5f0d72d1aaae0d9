#include "domains/shared/date_arithmetic.h"

#include <gtest/gtest.h>

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

TEST(Periods, EndWithTheCalendar) {
  EXPECT_EQ(after("9999-12-01", 2, "MONTH"), "9999-12-31");
  EXPECT_EQ(after("9999-12-31", 1, "DAY"), "9999-12-31");
}

}  // namespace
}  // namespace vip::domains
