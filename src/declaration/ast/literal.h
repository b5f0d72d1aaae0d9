#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error_code.h"
#include "declaration/ast/mapping.h"
#include "schema/field.h"

namespace vip {

// Reads a node as a value of the field: a default, an example, a value of a system-defined entry.
// Checks type, bounds and enum, for objects member by member; errors stand at the value's line.
// `what` names it in messages.
std::optional<Value> read_literal(const AstNode& node, const Field& field, const ErrorSink& errors,
                                  const std::string& what);

// What a condition asks for: a value, several in brackets, null for none. All that could be read.
std::vector<Value> read_values(const AstNode& node, const Field& field, const ErrorSink& errors,
                               const std::string& what);

// The keyword `code`: one of the closed list; none when it is absent or wrong.
std::optional<ErrorCode> read_error_code(const Mapping& keywords);

}  // namespace vip
