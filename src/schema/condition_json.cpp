#include "schema/condition_json.h"

#include "schema/field.h"
#include "schema/value_json.h"

namespace vip {

json::Node condition_json(const std::vector<FieldCondition>& conditions) {
  json::Node out = json::object();
  for (const FieldCondition& condition : conditions) {
    json::Node values = json::array({});
    for (const Value& value : condition.values)
      values.items.push_back(json::from_json(json_of(*condition.field, value)));
    json::set(out, condition.field->name, std::move(values));
  }
  return out;
}

}  // namespace vip
