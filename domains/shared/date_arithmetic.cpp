#include "domains/shared/date_arithmetic.h"

#include <algorithm>
#include <chrono>

namespace vip::domains {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr sys_days kBefore = sys_days{std::chrono::year{1753} / 1 / 1} - days{1};
constexpr sys_days kAfter = sys_days{std::chrono::year{10000} / 1 / 1};

// More than the calendar has, of days and so of months, and far below what would overflow.
constexpr std::int64_t kMost = (kAfter - kBefore).count();

Date in_calendar(sys_days day) {
  return Date{
      static_cast<std::int32_t>(std::clamp(day, kBefore, kAfter).time_since_epoch().count())};
}

}  // namespace

Date after_days(Date start, std::int64_t length) {
  return in_calendar(sys_days{days{start.days}} + days{std::clamp(length, -kMost, kMost)});
}

Date after_period(Date start, std::int64_t length, std::string_view period) {
  if (period == "DAY") return after_days(start, length);
  if (period == "WEEK") return after_days(start, 7 * std::clamp(length, -kMost, kMost));
  // More months than from one end of the calendar to the other are beyond it in any case.
  constexpr std::int64_t kMonths = 12 * (10000 - 1753) + 1;
  const year_month_day from{sys_days{days{start.days}}};
  const year_month_day moved =
      from + months{static_cast<int>(std::clamp(length, -kMonths, kMonths))};
  return in_calendar(moved.ok() ? sys_days{moved}
                                : sys_days{moved.year() / moved.month() / std::chrono::last});
}

Date end_of_month(Date date) {
  const year_month_day day{sys_days{days{date.days}}};
  const sys_days last{day.year() / day.month() / std::chrono::last};
  return {static_cast<std::int32_t>(last.time_since_epoch().count())};
}

}  // namespace vip::domains
