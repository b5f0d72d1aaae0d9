#pragma once

// Rules of opening hours beyond their schema.

#include <optional>
#include <string>
#include <string_view>

namespace vip::domains {

// The error in opening hours (the stored JSON text), as a message for the caller; none if they are
// consistent: every period ends after it begins, periods of a day do not overlap, an exception is
// either closed or has both times, and no day has two exceptions.
std::optional<std::string> contradiction_in(std::string_view opening_hours);

}  // namespace vip::domains
