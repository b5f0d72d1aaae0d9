#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "core/time.h"

namespace vip {

// The time before which what is kept for so many days goes. It follows the clock, but by no more
// than `step` a call: a clock that is a year ahead for ten minutes must not cost a year of the
// audit.
class Retention {
 public:
  explicit Retention(std::int64_t step_milliseconds = 2 * 3'600'000) : step_{step_milliseconds} {}

  // `oldest`: of what is kept; there is nothing to remove before it.
  Instant cut_off(Instant now, std::int64_t days, Instant oldest) {
    constexpr std::int64_t kDay = 86'400'000;
    const auto wanted = now.milliseconds - days * kDay;
    at_ = std::min(wanted, std::max(at_, oldest.milliseconds) + step_);
    return Instant{at_};
  }

 private:
  std::int64_t step_;
  std::int64_t at_ = std::numeric_limits<std::int64_t>::min();  // before the first call
};

}  // namespace vip
