#pragma once

#include "sandbox/scenarios/visit.h"

namespace vip::sandbox {

// The weight of a patient on a day, in kilograms, to the accuracy of scales: it follows from breed,
// sex, age and its own size, and varies a little.
double weigh(Random& random, const Patient& patient, std::int64_t ago);

void record_weight(Seeder& seeder, const Visit& visit);
// Temperature, heart rate, respiration or body condition of some patients.
void record_vital_signs(Seeder& seeder, const Visit& visit);

}  // namespace vip::sandbox
