#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sandbox/pharmacy.h"
#include "sandbox/scenarios/visit.h"

// What animals are brought for, and the clinical notes on it. Notes are composed of the phrases in
// content/complaints.def.

namespace vip::sandbox {

struct Complaint {
  std::string_view kinds;
  unsigned share = 0;
  std::string_view presented, found, thought, done;  // phrases, separated by |
  Use medicine{};
  std::string_view work;  // L blood test, U urinalysis, I imaging, D dental, T lump removal

  bool includes(char kind_of_work) const {
    return work.find(kind_of_work) != std::string_view::npos;
  }
};

std::span<const Complaint> complaints();
// A complaint that an animal of this kind can have.
const Complaint& any_complaint(Random& random, const Patient& patient);
// One of the phrases of a list.
std::string_view any_phrase(Random& random, std::string_view phrases);

Uuid write_note(Seeder& seeder, const Visit& visit, const Complaint& complaint);
// At a visit after an illness.
Uuid write_recheck(Seeder& seeder, const Visit& visit, const Complaint& complaint);
// The health check of a vaccination.
Uuid write_health_check(Seeder& seeder, const Visit& visit);
// Corrects a note of the visit.
void amend_note(Seeder& seeder, const Visit& visit, const Uuid& note, const Complaint& complaint);

}  // namespace vip::sandbox
