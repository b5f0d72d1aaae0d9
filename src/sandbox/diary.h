#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "sandbox/scenarios/appointments.h"
#include "sandbox/schedule.h"

namespace vip::sandbox {

// A visit with its practitioner and time.
struct PlacedVisit {
  const Planned* visit;
  const Practitioner* practitioner;
  std::int64_t minutes;
};

// The days of the practice: who is on duty, and at what time patients are seen.
class Diary {
 public:
  Diary(Seeder& seeder, const Dataset& dataset, Appointments& appointments);

  // The visits of one open day in the past, spread over it, by time. Opens the diaries it needs.
  std::vector<PlacedVisit> place(std::span<const Planned> planned);
  // The diary of everybody from today on, some of it booked, and their holidays.
  void add_coming_weeks();
  // A patient of the location, alive and registered by then, in Dataset::patients. Each is given
  // once a day.
  std::optional<std::size_t> patient_at(std::size_t location, std::int64_t ago);

 private:
  // A half day of a practitioner: which slots are still free.
  struct HalfDay {
    std::int64_t from = 0;
    std::vector<std::size_t> free;
    bool opened = false;
  };
  using HalfDays = std::array<HalfDay, 2>;
  using Day = std::map<const Practitioner*, HalfDays>;
  HalfDays& half_days(Day& day, const Practitioner& practitioner, std::int64_t ago);
  std::optional<std::int64_t> any_time(Day& day, const Practitioner& practitioner,
                                       std::int64_t ago);
  void add_day(const Practitioner& practitioner, std::int64_t ahead, bool nurse);

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  Appointments& appointments_;
  std::vector<std::vector<std::size_t>> patients_;  // by location
  std::int64_t given_on_ = -1;
  std::vector<std::size_t> given_;
};

}  // namespace vip::sandbox
