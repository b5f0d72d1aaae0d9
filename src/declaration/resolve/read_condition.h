#pragma once

#include "declaration/resolve/keyword_scope.h"
#include "schema/field_condition.h"

namespace vip {

// {field, equals} or {field, present: true}, of an own field; its field is null after an error.
FieldCondition read_condition(const Mapping& parts, const KeywordScope& scope);

}  // namespace vip
