#include "sandbox/calendar.h"

#include <array>
#include <chrono>

namespace vip::sandbox {
namespace {

using std::chrono::last;
using std::chrono::Monday;
using std::chrono::month;
using std::chrono::month_day;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month_day;

struct ExtraHoliday {
  int year;
  unsigned month, day;
  std::string_view name;
};
constexpr std::array kExtra{
#define VIP_EXTRA_HOLIDAY(year, month, day, name) ExtraHoliday{year, month, day, name},
#define VIP_MOVED_HOLIDAY(year, month, day, from_month, from_day, name) \
  ExtraHoliday{year, month, day, name},
#include "sandbox/content/bank_holidays.def"
#undef VIP_EXTRA_HOLIDAY
#undef VIP_MOVED_HOLIDAY
};
struct MovedHoliday {
  int year;
  unsigned month, day;
};
constexpr std::array kMovedFrom{
#define VIP_EXTRA_HOLIDAY(year, month, day, name)
#define VIP_MOVED_HOLIDAY(year, month, day, from_month, from_day, name) \
  MovedHoliday{year, from_month, from_day},
#include "sandbox/content/bank_holidays.def"
#undef VIP_EXTRA_HOLIDAY
#undef VIP_MOVED_HOLIDAY
};

template <class Day>
bool is(const Day& listed, const year_month_day& date) {
  return year{listed.year} == date.year() && month{listed.month} == date.month() &&
         std::chrono::day{listed.day} == date.day();
}

// Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher.
sys_days easter(year of) {
  const int y = static_cast<int>(of);
  const int a = y % 19;
  const int b = y / 100;
  const int c = y % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return sys_days{of / month{static_cast<unsigned>(n / 31)} / (n % 31 + 1)};
}

// The substitute days of holidays at the weekend are the next days that are none.
std::string_view fixed_holiday(const year_month_day& date, weekday on) {
  const auto is_day = [&](unsigned in, unsigned of) {
    return date.month() == month{in} && date.day() == std::chrono::day{of};
  };
  const bool monday = on == Monday;
  const bool tuesday = on == std::chrono::Tuesday;
  if (is_day(1, 1) || (monday && (is_day(1, 2) || is_day(1, 3)))) return "New Year's Day";
  if (is_day(12, 25)) return "Christmas Day";
  if (is_day(12, 26)) return "Boxing Day";
  if (is_day(12, 27) && (monday || tuesday)) return "Christmas Day (substitute)";
  if (is_day(12, 28) && (monday || tuesday)) return "Boxing Day (substitute)";
  return {};
}

std::string_view monday_holiday(const year_month_day& date, sys_days day) {
  const year of = date.year();
  if (day == sys_days{of / 5 / Monday[1]}) return "Early May bank holiday";
  if (day == sys_days{of / 5 / Monday[last]}) return "Spring bank holiday";
  if (day == sys_days{of / 8 / Monday[last]}) return "Summer bank holiday";
  return {};
}

}  // namespace

std::string_view bank_holiday(std::int64_t day) {
  const sys_days at{std::chrono::days{day}};
  const year_month_day date{at};
  for (const ExtraHoliday& extra : kExtra)
    if (is(extra, date)) return extra.name;
  for (const MovedHoliday& moved : kMovedFrom)
    if (is(moved, date)) return {};
  const weekday on{at};
  if (const auto fixed = fixed_holiday(date, on); !fixed.empty()) return fixed;
  const sys_days sunday = easter(date.year());
  if (at == sunday - std::chrono::days{2}) return "Good Friday";
  if (at == sunday + std::chrono::days{1}) return "Easter Monday";
  return monday_holiday(date, at);
}

Opening opening_on(std::int64_t day) {
  const weekday on{sys_days{std::chrono::days{day}}};
  if (on == std::chrono::Sunday || !bank_holiday(day).empty()) return Opening::closed;
  return on == std::chrono::Saturday ? Opening::half_day : Opening::full_day;
}

std::int64_t open_day_until(std::int64_t day) {
  while (!is_open(day)) --day;
  return day;
}

std::int64_t open_day_from(std::int64_t day) {
  while (!is_open(day)) ++day;
  return day;
}

}  // namespace vip::sandbox
