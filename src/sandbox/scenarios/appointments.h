#pragma once

#include <map>
#include <string_view>

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

// A booking: who, with whom, when and how it went.
struct Booking {
  const Patient& patient;
  const Practitioner& practitioner;
  std::int64_t ago;      // days before the day of loading; negative: ahead
  std::int64_t minutes;  // after midnight by the practice's clocks
  std::string_view reason = "consultation";
  std::string_view status = "Booked";
  bool online = false;
};

// The diary: when practitioners are available, and who is booked.
class Appointments {
 public:
  Appointments(Seeder& seeder, const Dataset& dataset);

  static constexpr std::int64_t kSlotMinutes = 15;
  // Opens a period of the day; once is enough. `reason` reserves it.
  void open_diary(const Practitioner& practitioner, std::int64_t ago, std::int64_t from,
                  std::size_t slots, std::string_view reason = {});
  void add_holiday(const Practitioner& practitioner, std::int64_t from_ago, std::int64_t to_ago,
                   std::string_view note);
  // Books one slot of a period that is open.
  Uuid book(const Booking& booking);

 private:
  std::pair<std::int64_t, std::int64_t> when_booked(const Booking& booking);

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
};

}  // namespace vip::sandbox
