#pragma once

// A practitioner's day in slots. Slots are not stored: they are computed from availability records
// on each request.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/rules.h"

namespace vip::domains {

inline constexpr std::int64_t kMinute = 60'000;  // milliseconds
inline constexpr std::int64_t kDayMinutes = 1440;

// The slot settings of an availability record. Times are minutes since midnight.
struct Opening {
  Date date;
  std::int64_t start = 0, end = 0;    // 1440: the midnight at the day's end
  std::int64_t slot_length = 1;       // minutes
  std::vector<std::int64_t> blocked;  // starts of the blocked slots
};

struct Slot {
  Instant start, end;
  bool blocked = false;
  std::size_t opening = 0;  // index of its opening
};

// Appends the slots of an opening at a location in a time zone. They follow one another in real
// time: on the night when clocks go forward there are fewer, when they go back more. A remainder
// that is shorter than a slot is dropped, and so are slots outside of the years of an Instant.
void append_slots(std::vector<Slot>& slots, const Opening& opening, std::string_view zone,
                  std::size_t number = 0);

enum class Fit : std::uint8_t {
  whole,    // whole slots, one after another
  outside,  // no slot at that time
  partial,  // cuts a slot
  apart,    // there is a gap between the slots
  blocked   // one of them is blocked
};

// The slots of one practitioner, in order of time, that overlap a period.
std::span<const Slot> slots_within(std::span<const Slot> slots, Instant start, Instant end);
Fit fit(std::span<const Slot> taken, Instant start, Instant end);

// Reads openings from availability records.
class OpeningReader {
 public:
  explicit OpeningReader(const Resource& availability);
  Opening read(const Record& availability) const;
  // Whether the record's slots may be booked for a reason.
  bool admits(const Record& availability, const Uuid& reason) const;

  FieldHandle practitioner, location, date;

 private:
  FieldHandle start_, end_, slot_length_, reasons_, blocked_;
};

}  // namespace vip::domains
