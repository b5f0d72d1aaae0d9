#pragma once

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

// The practice's locations with their regions, spaces and opening hours.
void add_premises(Seeder& seeder, Dataset& dataset, std::size_t count);

}  // namespace vip::sandbox
