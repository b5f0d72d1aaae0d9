#pragma once

// The free times in a practitioner's slots.

#include <vector>

#include "domains/calendar-management/rules/slots.h"

namespace vip::domains {

struct Period {
  Instant start, end;
  friend auto operator<=>(const Period&, const Period&) = default;
};

// The times of at least `duration` minutes, in consecutive whole slots that are neither blocked nor
// taken; one for each slot where such a time can begin. The slots and the taken periods are those
// of one practitioner, in any order.
std::vector<Period> free_times(std::vector<Slot> slots, std::vector<Period> taken,
                               std::int64_t duration);

}  // namespace vip::domains
