#pragma once

#include "declaration/ast/ast.h"

namespace vip {

// Adds the fields that every resource has, and every library, and gives each field its place and
// its column.
void add_standard_fields(ResourceAst& ast);

}  // namespace vip
