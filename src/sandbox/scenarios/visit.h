#pragma once

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

// A patient that is seen by a practitioner.
struct Visit {
  const Patient& patient;
  const Practitioner& practitioner;
  const Client& owner;
  std::size_t site;  // in Dataset::locations
  const Location& location;
  std::int64_t ago;      // days before the day of loading
  std::int64_t minutes;  // after midnight by the practice's clocks
  Value time;
  bool insured;
  double kilograms;
};

// Creates a clinical record of the visit.
inline Uuid record(Seeder& seeder, const Visit& visit, std::string_view path, NamedValues values) {
  values.insert(values.end(), {{"patient-uuid", Value{visit.patient.id}},
                               {"location-uuid", Value{visit.location.id}},
                               {"contact-practitioner-uuid", Value{visit.practitioner.id}},
                               {"date", visit.time}});
  return seeder.create(path, values);
}

}  // namespace vip::sandbox
