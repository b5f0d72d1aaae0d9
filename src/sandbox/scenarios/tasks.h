#pragma once

#include "sandbox/dataset.h"
#include "sandbox/pharmacy.h"

namespace vip::sandbox {

// The task lists of each location for one day: completed in the past, open from today on.
void add_tasks(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy,
               std::int64_t days_ago);

}  // namespace vip::sandbox
