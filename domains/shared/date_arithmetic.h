#pragma once

// Days that lie a number of days, weeks or months apart, as recalls and repeats count them.

#include <cstdint>
#include <string_view>

#include "core/time.h"

namespace vip::domains {

// `period` is DAY, WEEK or MONTH. The end of a month is kept: a month after 31 January is the last
// day of February. `length` may be negative. Days beyond the year 9999 are its last one.
Date after_period(Date start, std::int64_t length, std::string_view period);

Date end_of_month(Date date);

}  // namespace vip::domains
