#pragma once

#include <vector>

#include "core/json_nodes.h"
#include "schema/field_condition.h"

namespace vip {

// The conditions as a document shows them: for each field, the list of its values.
json::Node condition_json(const std::vector<FieldCondition>& conditions);

}  // namespace vip
