#include "domains/shared/date_arithmetic.h"

#include <algorithm>
#include <chrono>

namespace vip::domains {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// Far beyond any recall, and far below what would overflow.
constexpr std::int64_t kMost = 100'000;

}  // namespace

Date after_period(Date start, std::int64_t length, std::string_view period) {
  static const sys_days last =
      year_month_day{std::chrono::year{9999}, std::chrono::December, std::chrono::day{31}};
  const auto count = static_cast<int>(std::clamp(length, -kMost, kMost));
  sys_days end{days{start.days}};
  if (period == "MONTH") {
    const year_month_day from{end};
    const year_month_day moved = from + months{count};
    end = moved.ok() ? sys_days{moved} : sys_days{moved.year() / moved.month() / std::chrono::last};
  } else {
    end += days{period == "WEEK" ? 7 * count : count};
  }
  return Date{static_cast<std::int32_t>(std::min(end, last).time_since_epoch().count())};
}

Date end_of_month(Date date) {
  const year_month_day day{sys_days{days{date.days}}};
  const sys_days last{day.year() / day.month() / std::chrono::last};
  return {static_cast<std::int32_t>(last.time_since_epoch().count())};
}

}  // namespace vip::domains
