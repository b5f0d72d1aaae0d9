#pragma once

#include <cstdint>
#include <vector>

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

enum class Purpose : std::uint8_t {
  first_dose,
  second_dose,
  booster,
  illness,
  recheck,
  nurse,
  neutering,
  procedure,  // what the illness before led to
  certificate,
  euthanasia
};

// A reason for a patient to come on a day.
struct Planned {
  std::int64_t ago = 0;
  std::size_t patient = 0;  // in Dataset::patients
  Purpose purpose{};
  std::uint64_t episode = 0;  // the same for an illness and what follows from it
  int number = 0;             // of a booster
};

// Why the patients come, in the order of days, the oldest first: from their registration to their
// death or the day before the day of loading.
std::vector<Planned> schedule(Seeder& seeder, const Dataset& dataset);

}  // namespace vip::sandbox
