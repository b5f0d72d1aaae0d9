#pragma once

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

// Patients of random clients. Some have died or left the practice; the latter are not in the
// dataset, so that they have no history.
void add_patients(Seeder& seeder, Dataset& dataset, std::size_t count);

}  // namespace vip::sandbox
