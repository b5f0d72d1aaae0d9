#include "schema/field_condition.h"

#include <algorithm>

#include "schema/field.h"
#include "schema/value_json.h"

namespace vip {

bool FieldCondition::holds(const Value& value) const {
  if (values.empty()) return !is_null(value);
  return std::ranges::find(values, value) != values.end();
}

std::string to_string(const FieldCondition& condition) {
  std::string text = "`" + condition.field->name + "` ";
  if (condition.values.empty()) return text + "has a value";
  if (is_null(condition.values.front()) && condition.values.size() == 1) return text + "has none";
  text += "is ";
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    if (i > 0) text += i + 1 == condition.values.size() ? " or " : ", ";
    const auto* plain = std::get_if<std::string>(&condition.values[i]);
    text += plain != nullptr ? *plain : json_of(*condition.field, condition.values[i]);
  }
  return text;
}

}  // namespace vip
