#pragma once

// Whether an appointment may have its time: the rules of slots (VIP calendar guide; releases 13 and
// 25), and whether the slots are taken.

#include "domains/calendar-management/rules/slots.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip::domains {

class BookingCheck : private Handles {
 public:
  explicit BookingCheck(const RuleSetup& setup) : Handles{setup} {}
  // Refuses a new time, practitioner, location or reason that the practitioner's slots do not
  // allow. Only the first error is reported. An appointment whose time does not change keeps its
  // slots, even if the availability has changed.
  void check(const Change& change, RuleContext& context) const;

 private:
  bool is_taken(const Record& appointment, RuleContext& context) const;
  bool on_holiday(const Record& appointment, RuleContext& context) const;
  void check_slots(const Record& appointment, std::string_view zone, bool moves,
                   RuleContext& context) const;

  FieldHandle practitioner_ = own("contact-practitioner-uuid"), location_ = own("location-uuid"),
              start_ = own("start-date"), end_ = own("end-date"), day_ = own("appointment-date"),
              status_ = own("status"), deleted_ = own("deleted-date"), reason_ = own("reason-uuid"),
              reason_text_ = own("reason-text"), online_ = own("online-booking");
  const Resource& availability_ = resource("calendar-management/availability");
  OpeningReader openings_{availability_};
  const Resource& holidays_ = resource("calendar-management/holidays");
  FieldHandle away_ = of(holidays_, "practitioner-uuid"), away_from_ = of(holidays_, "from"),
              away_to_ = of(holidays_, "to");
};

}  // namespace vip::domains
