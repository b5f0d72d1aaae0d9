#pragma once

#include <string_view>

#include "sandbox/scenarios/visit.h"

namespace vip::sandbox {

// Sends a patient to another practice, or receives it. `status`: how far it has come. False: the
// practice refers no patients of the species.
bool refer(Seeder& seeder, const Visit& visit, std::string_view direction, std::string_view status);

}  // namespace vip::sandbox
