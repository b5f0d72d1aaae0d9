#pragma once

#include "sandbox/dataset.h"

namespace vip::sandbox {

class Seeder;
// Five years of a practice, up to the day of loading, and the four weeks after it.
void add_history(Seeder& seeder, const Dataset& dataset);

}  // namespace vip::sandbox
