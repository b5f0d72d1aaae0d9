#include "openapi/filter_schema.h"

#include <set>
#include <utility>
#include <vector>

#include "openapi/field_schema.h"
#include "openapi/names.h"

namespace vip::openapi {
namespace {

constexpr std::int64_t kMostInValues = 100;

}  // namespace

Node list_of(Node item) {
  return object({{"type", text("array")}, {"items", std::move(item)}, {"minItems", number(1)}});
}

Node condition_schema(const QueryParameter& parameter, Components& components) {
  const Field& field = *parameter.field;
  switch (parameter.op) {
    case FilterOp::is_null:
      return object({{"type", text("boolean")}});
    case FilterOp::in: {
      Node schema = list_of(value_schema(field, components));
      set(schema, "maxItems", number(kMostInValues));
      return schema;
    }
    case FilterOp::starts_with:
    case FilterOp::contains:
      return object({{"type", text("string")}, {"minLength", number(1)}});
    default:
      break;
  }
  Node schema = value_schema(field, components);
  if (field.type == FieldType::text) set(schema, "minLength", number(1));
  return schema;
}

namespace {

// The parameters that one field, or another name of it, takes: by operator.
struct FieldConditions {
  std::string name;
  const Field* field = nullptr;
  std::vector<std::pair<std::string, const QueryParameter*>> operators;
};

// "last-name[starts-with]" → last-name, starts-with; "date-end" → date, end.
std::pair<std::string, std::string> split_condition(const QueryParameter& parameter) {
  const std::string& full = parameter.name;
  if (parameter.kind == ParameterKind::filter) {
    const std::size_t bracket = full.find('[');
    if (bracket == std::string::npos) return {full, std::string(to_string(FilterOp::eq))};
    return {full.substr(0, bracket), full.substr(bracket + 1, full.size() - bracket - 2)};
  }
  const std::size_t hyphen = full.rfind('-');
  return {full.substr(0, hyphen), full.substr(hyphen + 1)};
}

std::vector<FieldConditions> conditions_of(const std::vector<QueryParameter>& parameters) {
  std::vector<FieldConditions> out;
  for (const QueryParameter& parameter : parameters) {
    if (!is_condition(parameter)) continue;
    auto [name, op] = split_condition(parameter);
    if (out.empty() || out.back().name != name)
      out.push_back({std::move(name), parameter.field, {}});
    out.back().operators.emplace_back(std::move(op), &parameter);
  }
  return out;
}

// What values are compared as: "Date", "Text", "ContactType".
std::string compared_type(const Field& field, const Components& components) {
  switch (field.type) {
    case FieldType::uuid:
      return "Id";
    case FieldType::uuid_list:
      return "IdList";
    case FieldType::integer:
      return "WholeNumber";
    case FieldType::decimal:
      return "Decimal";
    case FieldType::boolean:
      return "Flag";
    case FieldType::date:
      return "Day";
    case FieldType::date_time:
      return "Moment";
    case FieldType::time_of_day:
      return "TimeOfDay";
    case FieldType::enumeration:
      return components.name_of(field);
    case FieldType::text:
    case FieldType::object:
      break;
  }
  return "Text";
}

// The operators that the fields of a type take unless their declarations say otherwise.
bool is_usual(FieldType type, std::string_view operators) {
  switch (type) {
    case FieldType::date:
    case FieldType::date_time:
      return operators == "EqLtLteGtGteStartEnd";
    case FieldType::decimal:
    case FieldType::time_of_day:
      return operators == "EqLtLteGtGte";
    case FieldType::text:
      return operators == "EqStartsWith";
    case FieldType::boolean:
    case FieldType::uuid_list:
      return operators == "Eq";
    case FieldType::uuid:
    case FieldType::integer:
    case FieldType::enumeration:
    case FieldType::object:
      break;
  }
  return operators == "EqNeIn";
}

// All fields of a type that take the same operators share a component: `DayCondition`,
// `OptionalDayCondition` with is-null, `TextContainsCondition` with contains.
Node conditions_component(const FieldConditions& conditions, Components& components) {
  static const std::set<std::string, std::less<>> kCommon{
      "eq", "ne", "in", "lt", "lte", "gt", "gte", "end", "starts-with", "start"};
  Node properties = object();
  std::string prefix;
  std::string extra;
  std::string common;
  for (const auto& [op, parameter] : conditions.operators) {
    set(properties, op, condition_schema(*parameter, components));
    if (op == to_string(FilterOp::is_null))
      prefix = "Optional";
    else if (kCommon.contains(op))
      common += pascal_case(op);
    else
      extra += pascal_case(op);
  }
  const std::string type = compared_type(*conditions.field, components);
  if (!is_usual(conditions.field->type, common)) extra = common + extra;
  Node schema = object({{"type", text("object")}, {"properties", std::move(properties)}});
  set(schema, "additionalProperties", boolean(false));
  return components.schema(prefix + type + extra + "Condition", std::move(schema));
}

}  // namespace

std::string filter_component(const Resource& resource, Components& components) {
  Node properties = object();
  const std::vector<QueryParameter> parameters = list_parameters(resource);
  for (const FieldConditions& conditions : conditions_of(parameters)) {
    Node& condition =
        set(properties, conditions.name, conditions_component(conditions, components));
    if (conditions.field->pii) set(condition, "x-pii", boolean(true));
  }
  Node schema = object({{"type", text("object")}, {"properties", std::move(properties)}});
  set(schema, "additionalProperties", boolean(false));
  std::string name = schema_name(resource) + "Filter";
  components.schema(name, std::move(schema));
  return name;
}

}  // namespace vip::openapi
