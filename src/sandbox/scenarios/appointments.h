#pragma once

#include <string_view>

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

// A day, and minutes after midnight by the practice's clocks.
struct LocalTime {
  std::int64_t day;  // since 1970-01-01
  std::int64_t minutes;

  // The moment as a date-time. Not UTC: nine o'clock is nine o'clock in summer too.
  Value moment() const;
};

// The diary: when practitioners are available, and who is booked.
class Appointments {
 public:
  Appointments(Seeder& seeder, const Dataset& dataset);

  static constexpr std::int64_t kSlotMinutes = 15;
  // `with_break` blocks the slot at eleven.
  void open_diary(const Practitioner& practitioner, LocalTime from, std::size_t slots,
                  bool with_break = false);
  // From one day to another, both included, in days since 1970-01-01.
  void add_holiday(const Practitioner& practitioner, std::int64_t from, std::int64_t to);

  void book(const Patient& patient, const Practitioner& practitioner, LocalTime start,
            std::string_view reason, std::string_view status);
  // For a random reason.
  void book(const Patient& patient, const Practitioner& practitioner, LocalTime start,
            std::string_view status = "Booked");

 private:
  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
};

}  // namespace vip::sandbox
