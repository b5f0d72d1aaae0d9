#pragma once

#include <string>
#include <string_view>

#include "backup/repository.h"

namespace vip {

// A backup's list of files as JSON and back. read_manifest throws std::runtime_error.
std::string manifest_text(const Backup& backup);
Backup read_manifest(std::string_view text);

}  // namespace vip
