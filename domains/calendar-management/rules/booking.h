#pragma once

// Whether an appointment may have its time: the rules of slots (VIP calendar guide; releases 13 and
// 25), and who has the slots already.

#include "domains/calendar-management/rules/slots.h"
#include "rules/rules.h"

namespace vip::domains {

class BookingCheck {
 public:
  explicit BookingCheck(const RuleSetup& setup);
  // Refuses a new time, practitioner, location or reason that the practitioner's slots do not
  // allow. One fault: what stands in the way first decides. An appointment that stays where it is
  // keeps its slots, whatever has become of the availability.
  void check(const Change& change, RuleContext& context) const;
  // The day of an appointment where it takes place.
  Date day_of(const Record& appointment, RuleContext& context) const;

 private:
  bool is_taken(const Record& appointment, RuleContext& context) const;
  bool on_holiday(const Record& appointment, RuleContext& context) const;
  void check_slots(const Record& appointment, std::string_view zone, bool moves,
                   RuleContext& context) const;
  std::string zone_of(const Record& appointment, RuleContext& context) const;

  FieldHandle practitioner_, location_, start_, end_, day_, status_, deleted_;
  FieldHandle reason_, reason_text_;
  const Resource& availability_;
  OpeningReader openings_;
  const Resource& holidays_;
  FieldHandle away_, away_from_, away_to_;
};

}  // namespace vip::domains
