#pragma once

#include "declaration/ast/ast.h"

namespace vip {

// The word `total` of a field. What it names is resolved later.
void read_aggregate(Field& field, SourceMap& notes, const Mapping& words);

}  // namespace vip
