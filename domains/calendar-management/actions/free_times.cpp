// One pass over slots and appointments in parallel, both in order of time.
#include "domains/calendar-management/actions/free_times.h"

#include <algorithm>

namespace vip::domains {
namespace {

// Appointments of one practitioner do not overlap, so the earliest one that has not ended before a
// slot decides.
void keep_free(std::vector<Slot>& slots, std::vector<Period>& taken) {
  if (!std::ranges::is_sorted(slots, {}, &Slot::start)) std::ranges::sort(slots, {}, &Slot::start);
  std::ranges::sort(taken);
  auto next = taken.begin();
  std::erase_if(slots, [&](const Slot& slot) {
    while (next != taken.end() && next->end <= slot.start) ++next;
    return slot.blocked || (next != taken.end() && next->start < slot.end);
  });
}

}  // namespace

std::vector<Period> free_times(std::vector<Slot> slots, std::vector<Period> taken,
                               std::int64_t duration) {
  keep_free(slots, taken);
  const std::int64_t needed = duration * kMinute;
  std::vector<Period> free;
  free.reserve(slots.size());
  for (std::size_t first = 0; first < slots.size(); ++first) {
    std::size_t last = first;
    const Instant start = slots[first].start;
    while (slots[last].end.milliseconds - start.milliseconds < needed && last + 1 < slots.size() &&
           slots[last + 1].start == slots[last].end)
      ++last;
    const Instant end = slots[last].end;
    if (end.milliseconds - start.milliseconds >= needed) free.push_back({start, end});
  }
  return free;
}

}  // namespace vip::domains
