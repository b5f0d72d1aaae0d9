// required-when. A create that lacks the value is refused as soon as its body is read, as the
// published schema says (engine/record_input); here is what rules may have changed.
#include "engine/constraints/required_when.h"

#include "core/error_codes.h"
#include "core/json_nodes.h"
#include "declaration/keyword.h"
#include "declaration/resolve/read_condition.h"
#include "rules/rules.h"
#include "schema/bodies.h"
#include "schema/value_json.h"

namespace vip {
namespace {

using json::Node;

Node not_null() { return json::object({{"not", json::object({{"type", json::text("null")}})}}); }

// "The other field is one of these", "… has a value". Where its default is one of them, its absence
// counts as the value.
Node premise_of(const FieldCondition& when) {
  const Field& other = *when.field;
  std::vector<Node> values;
  for (const Value& value : when.values) values.push_back(json::from_json(json_of(other, value)));
  const bool by_default =
      other.default_kind == DefaultKind::literal && when.holds(other.default_value);
  if (by_default) values.push_back(json::null());
  Node is =
      when.values.empty() ? not_null() : json::object({{"enum", json::array(std::move(values))}});
  Node premise =
      json::object({{"properties", json::object({{create_name(other), std::move(is)}})}});
  if (!by_default) json::set(premise, "required", json::texts({create_name(other)}));
  return premise;
}

// "postcode is required when country is GB", as JSON Schema says it.
Node condition_schema(const Field& field, const FieldCondition& when) {
  Node premise = premise_of(when);
  Node conclusion = json::object({{"required", json::texts({create_name(field)})}});
  json::set(conclusion, "properties", json::object({{create_name(field), not_null()}}));
  // Linters that forbid unlisted properties by default would do so in these two halves, too.
  json::set(premise, "additionalProperties", json::boolean(true));
  json::set(conclusion, "additionalProperties", json::boolean(true));
  return json::object({{"if", std::move(premise)}, {"then", std::move(conclusion)}});
}

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  Mapping parts = scope.mapping();
  parts.accept({"field", "equals", "present"});
  FieldCondition condition = read_condition(parts, scope);
  if (scope.field().required) scope.error("it is required already");
  if (condition.field == nullptr) return nullptr;
  return std::make_shared<RequiredWhen>(scope.field(), std::move(condition));
}

}  // namespace

void RequiredWhen::require(const Change& change, RuleContext& context) const {
  const Record& after = change.after();
  if (!after.has(field_) && condition_.holds(after.at(*condition_.field)))
    context.refuse(field_, errors::required_here,
                   "A value is required since " + to_string(condition_) + ".");
}

void RequiredWhen::publish(Publication& out) const {
  out.sentences += " Required when " + to_string(condition_) + ".";
  // Where the other one has none, it may still be found by way of what is given.
  if (!condition_.admits_null())
    out.conditions.push_back(condition_schema(*field_.field, condition_));
}

Keyword make_required_when_keyword() {
  return {.name = "required-when", .order = 40, .read = read};
}

}  // namespace vip
