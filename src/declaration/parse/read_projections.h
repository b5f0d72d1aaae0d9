#pragma once

#include "declaration/ast/ast.h"

namespace vip {

// The word `projections` of a resource. What it names is resolved later.
void read_projections(ResourceAst& draft, const Mapping& words);

// A text with gaps; an error where it is none.
std::optional<TextTemplate> read_template(const Mapping& words, std::string_view word);

}  // namespace vip
