#pragma once

#include <cstdint>
#include <string_view>

// When the demo practice is open. Days count from 1970-01-01.

namespace vip::sandbox {

// The bank holiday of England and Wales on the day; empty on most days. A holiday that falls on a
// weekend has a substitute day, and is a holiday itself too: nobody works on Christmas Day.
std::string_view bank_holiday(std::int64_t day);

enum class Opening : std::uint8_t { closed, half_day, full_day };
// Saturdays are half days; the practice is closed on Sundays and bank holidays.
Opening opening_on(std::int64_t day);
inline bool is_open(std::int64_t day) { return opening_on(day) != Opening::closed; }

// The last day up to `day` on which the practice is open.
std::int64_t open_day_until(std::int64_t day);
// The first day from `day` on which it is open.
std::int64_t open_day_from(std::int64_t day);

}  // namespace vip::sandbox
