#pragma once

#include <string_view>

namespace vip {

// Whether a text that core/time.h does not accept as a date, or as a date-time, is one but for its
// year (also of more than four digits, or signed): it lies outside of 1753 to 9999.
bool is_date_beyond_years(std::string_view text);
bool is_date_time_beyond_years(std::string_view text);  // also because of its offset

}  // namespace vip
