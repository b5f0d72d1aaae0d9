#pragma once

// A practitioner's day in slots. Slots are not kept: they follow from availability records whenever
// they are asked for.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/rules.h"

namespace vip::domains {

inline constexpr std::int64_t kMinute = 60'000;  // milliseconds
inline constexpr std::int64_t kDayMinutes = 1440;

// What an availability record says of the slots. Times are minutes since midnight.
struct Opening {
  Date date;
  std::int64_t start = 0, end = 0;    // 1440: the midnight at the day's end
  std::int64_t slot_length = 1;       // minutes
  std::vector<std::int64_t> blocked;  // when the blocked slots start
};

struct Slot {
  Instant start, end;
  bool blocked = false;
  std::size_t opening = 0;  // which one of several it is cut from
};

// The slots of an opening at a location in a time zone, added to the end. They follow one another
// in real time: on the night when clocks go forward there are fewer, when they go back more. A rest
// that is shorter than a slot is none.
void append_slots(std::vector<Slot>& slots, const Opening& opening, std::string_view zone,
                  std::size_t number = 0);

enum class Fit : std::uint8_t {
  whole,    // whole slots, one after another
  outside,  // no slot at that time
  partial,  // cuts a slot
  apart,    // there is a gap between the slots
  blocked   // one of them is blocked
};

// The slots, of one practitioner and in order of time, that a time takes.
std::span<const Slot> slots_within(std::span<const Slot> slots, Instant start, Instant end);
Fit fit(std::span<const Slot> taken, Instant start, Instant end);

// Reads openings from availability records.
class OpeningReader {
 public:
  explicit OpeningReader(const Resource& availability);
  Opening read(const Record& availability) const;
  // Whether the record's slots are open to a reason.
  bool admits(const Record& availability, const Uuid& reason) const;

  FieldHandle practitioner, location, date;

 private:
  FieldHandle start_, end_, slot_length_, reasons_, blocked_;
};

}  // namespace vip::domains
