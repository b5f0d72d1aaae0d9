#pragma once

#include <vector>

#include "declaration/reader.h"

namespace vip {

// The declarations that the build put into the binary.
std::vector<DeclarationFile> embedded_declarations();

}  // namespace vip
