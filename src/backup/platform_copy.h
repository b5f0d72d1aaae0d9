#pragma once

#include <string>
#include <vector>

#include "backup/repository.h"

namespace vip {

// The tenants in a copy of platform.db. Throws what the store does.
std::vector<BackedUpTenant> tenants_of_platform(const std::string& file);

}  // namespace vip
