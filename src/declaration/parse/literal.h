#pragma once

#include <yaml-cpp/yaml.h>

#include <optional>
#include <string>
#include <vector>

#include "declaration/parse/yaml_mapping.h"
#include "schema/field.h"

namespace vip {

// Reads a YAML value as a value of the field: a default, an example, a value of a system-defined
// entry. Checks type, bounds and enum, for objects member by member; errors stand at the value's
// line. `what` names it in messages.
std::optional<Value> read_literal(const YAML::Node& node, const Field& field,
                                  const ErrorSink& errors, const std::string& what);

// What a condition asks for: a value, several in brackets, null for none. All that could be read.
std::vector<Value> read_values(const YAML::Node& node, const Field& field, const ErrorSink& errors,
                               const std::string& what);

}  // namespace vip
