#pragma once

#include <optional>

#include "core/error_codes.h"
#include "declaration/parse/yaml_mapping.h"
#include "schema/field.h"

// The words of a field that say what a change must keep to, and what follows from it.

namespace vip {

// state_machine, on-or-after, reference-constraints, default-from. What they name is resolved
// later.
void read_constraints(Field& field, const Mapping& words);

// reference-constraints, which references inside objects and lists may have too.
void read_reference_constraints(Field& field, const Mapping& words);

// The word `code`: one of the closed list; none when it is absent or wrong.
std::optional<ErrorCode> read_error_code(const Mapping& words);

}  // namespace vip
