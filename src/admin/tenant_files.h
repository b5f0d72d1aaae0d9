#pragma once

#include <string>

#include "core/uuid.h"

namespace vip {

// Erases the files of a tenant that no process has open.
void erase_tenant_files(const std::string& data, const Uuid& tenant);

}  // namespace vip
