#pragma once

#include "declaration/ast/ast.h"

namespace vip {

// The word `passed-on` of a resource. What it names is resolved later.
void read_passings(ResourceDraft& draft, const Mapping& words);

// A text with gaps; a fault where it is none.
std::optional<TextTemplate> read_template(const Mapping& words, std::string_view word);

}  // namespace vip
