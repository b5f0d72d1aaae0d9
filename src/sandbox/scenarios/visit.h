#pragma once

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

// A patient that is seen by a practitioner.
struct Visit {
  const Patient& patient;
  const Practitioner& practitioner;
  const Client& owner;
  const Location& location;
  std::int64_t ago;  // days before the day of loading
  Value time;
  bool insured;
};

}  // namespace vip::sandbox
