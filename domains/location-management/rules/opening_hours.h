#pragma once

// Opening hours, beyond what their schema says.

#include <optional>
#include <string>
#include <string_view>

namespace vip::domains {

// What is wrong with opening hours given as the JSON text that the engine keeps, in words for the
// caller; none when they make sense: every period ends after it begins, periods of a day do not
// overlap, an exception is either closed or has both times, and no day has two exceptions.
std::optional<std::string> contradiction_in(std::string_view opening_hours);

}  // namespace vip::domains
