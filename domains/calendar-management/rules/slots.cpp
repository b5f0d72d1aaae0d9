// Computes slots from openings.
//
// Why real time: a practitioner who works through the night of a clock change works an hour more or
// less, and a slot has its full length. Steps from the first instant to the last need no special
// case for the skipped or repeated hour; local time matters for blocked slots only.
#include "domains/calendar-management/rules/slots.h"

#include <algorithm>
#include <cstdlib>

#include "core/json.h"
#include "core/json_nodes.h"

namespace vip::domains {

void append_slots(std::vector<Slot>& slots, const Opening& opening, std::string_view zone,
                  std::size_t number) {
  const auto moment = [&](std::int64_t minutes) {
    return moment_in_zone(opening.date, {static_cast<std::int32_t>(minutes)}, zone).milliseconds;
  };
  const std::int64_t length = opening.slot_length * kMinute;
  // A slot is blocked if it overlaps a blocked slot in local time.
  const auto is_blocked = [&](Instant start) {
    const std::int64_t shown = opening.blocked.empty() ? 0 : time_in_zone(start, zone).minutes;
    return std::ranges::any_of(opening.blocked, [&](std::int64_t blocked) {
      return std::abs(shown - blocked) < opening.slot_length;
    });
  };
  const std::int64_t end = moment(opening.end);
  for (std::int64_t at = moment(opening.start); at + length <= end; at += length)
    if (in_years(Instant{at}) && in_years(Instant{at + length}))
      slots.push_back({{at}, {at + length}, is_blocked({at}), number});
}

std::span<const Slot> slots_within(std::span<const Slot> slots, Instant start, Instant end) {
  const auto first =
      std::ranges::find_if(slots, [&](const Slot& slot) { return slot.end > start; });
  const auto last =
      std::find_if(first, slots.end(), [&](const Slot& slot) { return slot.start >= end; });
  return {first, last};
}

Fit fit(std::span<const Slot> taken, Instant start, Instant end) {
  if (taken.empty()) return Fit::outside;
  if (taken.front().start != start || taken.back().end != end) return Fit::partial;
  for (std::size_t i = 1; i < taken.size(); ++i)
    if (taken[i].start != taken[i - 1].end) return Fit::apart;
  return std::ranges::any_of(taken, &Slot::blocked) ? Fit::blocked : Fit::whole;
}

OpeningReader::OpeningReader(const Resource& availability)
    : practitioner{&availability.field("practitioner-uuid")},
      location{&availability.field("location-uuid")},
      date{&availability.field("date")},
      start_{&availability.field("start-time")},
      end_{&availability.field("end-time")},
      slot_length_{&availability.field("slot-length-minutes")},
      reasons_{&availability.field("reason-uuids")},
      blocked_{&availability.field("blocked-slots")} {}

Opening OpeningReader::read(const Record& availability) const {
  Opening opening;
  opening.date = {static_cast<std::int32_t>(availability.number(date))};
  opening.start = availability.number(start_);
  opening.end = availability.number(end_);
  if (opening.end == 0) opening.end = kDayMinutes;
  opening.slot_length = availability.number(slot_length_);
  if (!availability.has(blocked_)) return opening;
  for (const json::Node& item : json::from_json(availability.text(blocked_)).items)
    if (const auto time = parse_time_of_day(item.text)) opening.blocked.push_back(time->minutes);
  return opening;
}

bool OpeningReader::admits(const Record& availability, const Uuid& reason) const {
  const std::string_view reasons = availability.text(reasons_);
  const bool open_to_any = reasons.find('"') == std::string_view::npos;
  return open_to_any || reasons.find(to_string(reason)) != std::string_view::npos;
}

}  // namespace vip::domains
