// The calendar against the bank holidays that the government has published for England and Wales.

#include "sandbox/calendar.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/time.h"

namespace vip::sandbox {
namespace {

std::int64_t day(std::string_view text) { return parse_date(text)->days; }

std::vector<std::string> holidays_on_weekdays(int year) {
  std::vector<std::string> found;
  const std::string of = std::to_string(year);
  for (std::int64_t each = day(of + "-01-01"); each <= day(of + "-12-31"); ++each)
    if (!bank_holiday(each).empty() && (each + 3) % 7 < 5)
      found.push_back(to_string(Date{static_cast<std::int32_t>(each)}).substr(5));
  return found;
}

TEST(BankHolidays, AreThosePublished) {
  struct Row {
    int year;
    std::vector<std::string> days;
  };
  const std::vector<Row> rows{
      {2020, {"01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"}},
      {2021, {"01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"}},
      {2022,
       {"01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"}},
      {2023, {"01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"}},
      {2024, {"01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"}},
      {2025, {"01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"}},
      {2026, {"01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"}},
      {2027, {"01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"}},
  };
  for (const Row& row : rows) EXPECT_EQ(holidays_on_weekdays(row.year), row.days) << row.year;
}

TEST(Opening, IsHalfOnSaturdaysAndNoneOnSundaysAndHolidays) {
  struct Row {
    const char* day;
    Opening opening;
  };
  constexpr Row kRows[] = {
      {"2026-11-30", Opening::full_day}, {"2026-12-05", Opening::half_day},
      {"2026-12-06", Opening::closed},   {"2026-12-25", Opening::closed},
      {"2026-12-26", Opening::closed},   {"2026-12-28", Opening::closed},
      {"2027-12-25", Opening::closed},   {"2024-02-29", Opening::full_day},
  };
  for (const Row& row : kRows) EXPECT_EQ(opening_on(day(row.day)), row.opening) << row.day;
}

TEST(Opening, IsFoundBeforeAndAfterHolidays) {
  EXPECT_EQ(open_day_until(day("2026-12-28")), day("2026-12-24"));
  EXPECT_EQ(open_day_from(day("2026-12-25")), day("2026-12-29"));
  EXPECT_EQ(open_day_from(day("2026-12-24")), day("2026-12-24"));
}

}  // namespace
}  // namespace vip::sandbox
