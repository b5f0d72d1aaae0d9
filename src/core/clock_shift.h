#pragma once

#include <cstdint>

namespace vip {

// Makes the system clock of this process tell another time: so many milliseconds later than it is,
// or earlier. Only for a sandbox, and before anything has asked for the time.
void shift_system_clock(std::int64_t milliseconds);

}  // namespace vip
