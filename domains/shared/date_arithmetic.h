#pragma once

// Days that lie a number of days, weeks or months apart, as recalls and repeats count them.

#include <cstdint>
#include <string_view>

#include "core/time.h"

namespace vip::domains {

// `period` is DAY, WEEK or MONTH. The end of a month is kept: a month after 31 January is the last
// day of February. `length` may be negative. Where the years 1753 to 9999 end, the result is the
// first day outside of them: the engine refuses to store it (422 `out-of-range`).
Date after_period(Date start, std::int64_t length, std::string_view period);

// The same for a sum of days.
Date after_days(Date start, std::int64_t length);

Date end_of_month(Date date);

}  // namespace vip::domains
