#pragma once

#include "sandbox/dataset.h"
#include "sandbox/pharmacy.h"

namespace vip::sandbox {

// What a practice does beside seeing animals: templates, messages to clients, signed papers, health
// plans, the lists of work for the days to come. Told after the visits.
void run_office(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy);

}  // namespace vip::sandbox
