#include "domains/billing/rules/plan_schedule.h"

#include <algorithm>

#include "domains/shared/date_arithmetic.h"

namespace vip::domains {

Date PlanSchedule::after_months(std::int64_t months) const {
  return after_period(start, months, "MONTH");
}

Date PlanSchedule::first_day(std::int64_t term) const {
  return after_months((term - 1) * length_months);
}

Date PlanSchedule::last_day(std::int64_t term) const {
  Date day = after_months(term * length_months);
  --day.days;
  return day;
}

std::int64_t PlanSchedule::term_on(Date day) const {
  std::int64_t term = 1;
  while (last_day(term).days < day.days) ++term;
  return term;
}

std::int64_t PlanSchedule::last_term_needed(Date today) const {
  std::int64_t months = 0;
  while (after_months(months).days <= today.days) months += months_between_instalments;
  const std::int32_t ahead = std::max(after_months(months).days, today.days + kDaysAhead);
  return term_on(Date{ahead});
}

std::vector<PlanInstalment> PlanSchedule::instalments(std::int64_t term) const {
  std::vector<PlanInstalment> due;
  const std::int64_t end = term * length_months;
  for (std::int64_t month = end - length_months; month < end; month += months_between_instalments)
    due.push_back({month / months_between_instalments + 1, after_months(month)});
  return due;
}

std::vector<PlanWindow> PlanSchedule::windows(std::int64_t term, const PlanMonths& months) const {
  std::vector<PlanWindow> windows;
  const std::int64_t before = (term - 1) * length_months;
  const std::int64_t last = std::min(months.to.value_or(length_months), length_months);
  const std::int64_t interval = months.interval.value_or(length_months);
  for (std::int64_t month = months.from; month <= last; month += interval) {
    Date to = after_months(before + std::min(month + interval - 1, last));
    --to.days;
    windows.push_back({after_months(before + month - 1), to});
  }
  return windows;
}

}  // namespace vip::domains
