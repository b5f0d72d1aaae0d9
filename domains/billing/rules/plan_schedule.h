#pragma once

// The days of a health plan: its terms, the instalments that fall due in them, and the windows in
// which its benefits can be used. Values only.
//
// Every day is counted from the start, so that a plan of the 31st keeps the ends of months. A term
// begins where the last one has ended; terms, months and instalments count from 1.

#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.h"

namespace vip::domains {

struct PlanInstalment {
  std::int64_t number = 0;
  Date due;
};

struct PlanWindow {
  Date from, to;
};

// The months of each term in which a benefit can be used.
struct PlanMonths {
  std::int64_t from = 1;
  std::optional<std::int64_t> to = {}, interval = {};  // to the term's end; once
};

struct PlanSchedule {
  Date start;
  std::int64_t length_months = 12;
  std::int64_t months_between_instalments = 1;

  // The schedule reaches this far ahead, so that a month's instalments can be sent to the bank and
  // its results come back before the next ones are needed.
  static constexpr std::int32_t kDaysAhead = 60;

  Date first_day(std::int64_t term) const;
  Date last_day(std::int64_t term) const;
  // The term that the day lies in; the first one for earlier days.
  std::int64_t term_on(Date day) const;
  // The last term that is needed on a day: that of the next instalment after it, and of kDaysAhead.
  std::int64_t last_term_needed(Date today) const;

  std::vector<PlanInstalment> instalments(std::int64_t term) const;
  std::vector<PlanWindow> windows(std::int64_t term, const PlanMonths& months) const;

 private:
  Date after_months(std::int64_t months) const;
};

}  // namespace vip::domains
