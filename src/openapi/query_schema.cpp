// What a list takes. Parameters that the reader knows by name (paging, `include-…`,
// `modified-start`) stand by themselves. Every operator of every filter is a typed member of one
// component, `XFilter`: a search body takes that as `filter`. A query string takes its conditions
// as texts, since no form of an object in a query string is sent alike by all generators; see ADR
// 0024.

#include "openapi/query_schema.h"

#include <algorithm>
#include <set>
#include <utility>

#include "openapi/field_schema.h"
#include "openapi/names.h"

namespace vip::openapi {
namespace {

constexpr std::int64_t kMostInValues = 100;
constexpr std::int64_t kMostSortFields = 5;
constexpr std::int64_t kMostSearchLetters = 200;
constexpr std::string_view kConditionPattern = "=.";

Node list_of(Node item) {
  return object({{"type", text("array")}, {"items", std::move(item)}, {"minItems", number(1)}});
}

Node sort_schema(const Resource& resource, Components& components) {
  std::vector<std::string> names;
  for (const Field* field : sort_fields(resource)) names.push_back(field->name);
  Node schema = list_of(components.choice(schema_name(resource) + "Sort", names, "(,(asc|desc))?"));
  set(schema, "maxItems", number(kMostSortFields));
  set(schema, "uniqueItems", boolean(true));
  return schema;
}

Node names_schema(const std::string& component, const std::vector<std::string>& names,
                  Components& components) {
  return list_of(components.choice(component, names));
}

std::vector<std::string> visible_names(const Resource& resource) {
  std::vector<std::string> names;
  for (const Field* field : visible_fields(resource)) names.push_back(field->name);
  return names;
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

Node size_schema(const Resource& resource, const QueryParameter& parameter) {
  Node schema =
      object({{"type", text("integer")}, {"minimum", number(1)}, {"maximum", number(1000)}});
  if (!resource.library) set(schema, "default", number(parameter.default_size));
  return schema;
}

Node flag_schema() { return object({{"type", text("boolean")}, {"default", boolean(false)}}); }

Node named_schema(const Resource& resource, const NamedFilter& filter, Components& components) {
  if (filter.is_flag()) return flag_schema();
  std::vector<std::string> values;
  for (const NamedFilter::Choice& choice : filter.choices) values.push_back(choice.value);
  return components.enumeration(schema_name(resource) + pascal_case(filter.name), values);
}

Node schema_of(const Resource& resource, const QueryParameter& parameter, Components& components) {
  switch (parameter.kind) {
    case ParameterKind::page:
      return object({{"type", text("integer")}, {"minimum", number(1)}});
    case ParameterKind::size:
      return size_schema(resource, parameter);
    case ParameterKind::sort:
      return sort_schema(resource, components);
    case ParameterKind::cursor:
      return object({{"type", text("string")}});
    case ParameterKind::total:
      return ref("schemas", "TotalCount");
    case ParameterKind::fields:
      return names_schema(schema_name(resource) + "Field", visible_names(resource), components);
    case ParameterKind::include:
      return names_schema(schema_name(resource) + "Include", include_names(resource), components);
    case ParameterKind::q:
      return object({{"type", text("string")},
                     {"minLength", number(1)},
                     {"maxLength", number(kMostSearchLetters)}});
    case ParameterKind::include_hidden:
    case ParameterKind::include_omitted:
    case ParameterKind::shown:
      return flag_schema();
    case ParameterKind::deleted:
      return components.enumeration("DeletedRecords",
                                    {"ExcludeDeleted", "IncludeDeleted", "DeletedOnly"});
    case ParameterKind::named:
      return named_schema(resource, *parameter.named, components);
    case ParameterKind::filter:
    case ParameterKind::start:
    case ParameterKind::end:
      return condition_schema(parameter, components);
    case ParameterKind::look_up: {
      Node schema = value_schema(*parameter.field, components);
      set(schema, "minLength", number(1));
      return schema;
    }
    case ParameterKind::input:
      return body_schema(*parameter.field, Nulls::refused, components, Detail::bounds);
  }
  return object();
}

std::string search_description(const Resource& resource) {
  std::string out = "Each word must begin a word of:";
  for (const Field* field : searched_fields(resource)) out.append(" `" + field->name + "`,");
  out.back() = '.';
  return out + "";
}

std::string description_of(const Resource& resource, const QueryParameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::start:
      return "From this value, inclusive, by `" + parameter.field->name + "`.";
    case ParameterKind::end:
      return std::string("Until this value, ") +
             (parameter.op == FilterOp::lte ? "inclusive" : "exclusive") + ", by `" +
             parameter.field->name + "`.";
    case ParameterKind::filter:
      return "A condition on `" + parameter.field->name + "`.";
    case ParameterKind::q:
      return search_description(resource);
    case ParameterKind::include_hidden:
      return "Whether deactivated records are listed too; with `modified-start` too, send it to "
             "keep "
             "a copy in sync.";
    case ParameterKind::include_omitted:
      return "Whether records are listed too whose `" + resource.omission.field->name + "` is " +
             std::get<std::string>(resource.omission.value) +
             "; with `modified-start` too, send it to keep a copy in sync.";
    case ParameterKind::deleted:
      return "List deleted records too, or only them. Send `IncludeDeleted` with `modified-start` "
             "to "
             "keep a copy in sync. Default: `ExcludeDeleted`.";
    case ParameterKind::page:
      return "The page, counted from 1.";
    case ParameterKind::size:
      return "Results on a page, 1 to 1,000.";
    case ParameterKind::cursor:
      return "The `next-cursor` of the page before.";
    case ParameterKind::total:
      return "How exactly to count the results.";
    case ParameterKind::named:
      return parameter.named->description;
    case ParameterKind::shown:
      return "Whether `" + parameter.field->name + "` is shown.";
    case ParameterKind::look_up:
      return "One of the " + parameter.relation->name + " is exactly this, however it is written." +
             (parameter.field->pii ? " Personal data: needs the `pii` scope." : "");
    case ParameterKind::input:
      return parameter.field->description;
    case ParameterKind::sort:
    case ParameterKind::fields:
    case ParameterKind::include:
      break;  // told in `info`
  }
  return {};
}

std::string shared_name(const Resource& resource, const QueryParameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::page:
      return "Page";
    case ParameterKind::size:
      if (parameter.default_size != QueryParameter{}.default_size) return {};
      return resource.library ? "SizeOfLibrary" : "Size";
    case ParameterKind::cursor:
      return "Cursor";
    case ParameterKind::total:
      return "Total";
    default:
      return {};
  }
}

Node query(std::string_view name, std::string_view description, Node schema) {
  Node out = object({{"name", text(name)}, {"in", text("query")}});
  if (!description.empty()) set(out, "description", text(description));
  set(out, "schema", std::move(schema));
  return out;
}

Node header(std::string_view name, std::string_view description, bool required, Node schema) {
  Node made = object({{"name", text(name)}, {"in", text("header")}});
  if (required) set(made, "required", boolean(true));
  set(made, "description", text(description));
  set(made, "schema", std::move(schema));
  return made;
}

// Parameters whose meaning depends on the resource are named after it.
bool is_own(ParameterKind kind) {
  return kind == ParameterKind::sort || kind == ParameterKind::fields ||
         kind == ParameterKind::include || kind == ParameterKind::q;
}

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

namespace {

Node plain_text() { return object({{"type", text("string")}}); }

void add_shared_headers(Node& out) {
  set(out, "TenantId",
      header("Tenant-Id", "The tenant of the call; exactly once on every call.", true,
             object({{"type", text("string")}, {"format", text("uuid")}})));
  set(out, "IfMatch",
      header("If-Match",
             "The `ETag` that the change is based on. If the record has changed since: 412, and "
             "nothing is changed.",
             false, plain_text()));
  set(out, "IfNoneMatch",
      header("If-None-Match", "An `ETag` that you have. If it is still current: 304.", false,
             plain_text()));
  set(out, "Range",
      header("Range",
             "A part of the content: `bytes=0-1023`, `bytes=1024-` or `bytes=-512`. For several "
             "ranges the response is the whole content.",
             false, object({{"type", text("string")}, {"examples", texts({"bytes=0-1023"})}})));
  set(out, "IfRange",
      header("If-Range",
             "The `ETag` of the parts that you have. If it is not current: the whole content.",
             false, plain_text()));
  set(out, "Prefer",
      header("Prefer", "`return=representation` returns the whole record.", false,
             object({{"type", text("string")}, {"examples", texts({"return=representation"})}})));
}

}  // namespace

Node shared_parameters() {
  Node out = object();
  add_shared_headers(out);
  Node page = object({{"type", text("integer")}, {"minimum", number(1)}});
  Resource records;
  Resource library;
  library.library = true;
  const QueryParameter size{"size", ParameterKind::size};
  set(out, "Page",
      query("page", "The page, counted from 1. A page past the end has no results.",
            std::move(page)));
  set(out, "Size", query("size", "Results on a page: 1 to 1,000.", size_schema(records, size)));
  set(out, "SizeOfLibrary",
      query("size",
            "Results on a page: 1 to 1,000. Without `page` and `size`, all entries are returned.",
            size_schema(library, size)));
  set(out, "Cursor",
      query("cursor",
            "The `next-cursor` of the page before. The cost is the same at any depth. Only `size`, "
            "`fields` and `include` may accompany it.",
            plain_text()));
  set(out, "Total",
      query("total", "`exact`: count beyond 10,000 too. `none`: omit the totals.",
            ref("schemas", "TotalCount")));
  set(out, "Filter",
      query(
          kFilterParameter,
          "Conditions, such as `last-name[starts-with]=Har`, all of which hold. `x-filter` of the "
          "operation names the schema of the fields and operators.",
          list_of(object({{"type", text("string")}, {"pattern", text(kConditionPattern)}}))));
  return out;
}

namespace {

// A list is `style: form` with `explode: true`, which are the defaults of a query.
Node parameter_document(const Resource& resource, const QueryParameter& parameter,
                        Components& components) {
  Node document = query(parameter.name, description_of(resource, parameter),
                        schema_of(resource, parameter, components));
  if (parameter.field != nullptr && parameter.field->pii) set(document, "x-pii", boolean(true));
  if (parameter.kind == ParameterKind::input && parameter.field->required)
    set(document, "required", boolean(true));
  return document;
}

}  // namespace

std::vector<Node> parameter_references(const Resource& resource,
                                       const std::vector<QueryParameter>& parameters,
                                       Components& components) {
  std::vector<Node> out;
  const std::string owner = schema_name(resource);
  const bool filters = takes_filter(parameters);
  for (const QueryParameter& parameter : parameters) {
    if (filters && is_condition(parameter)) continue;
    if (const std::string shared = shared_name(resource, parameter); !shared.empty()) {
      out.push_back(ref("parameters", shared));
      continue;
    }
    Node document = parameter_document(resource, parameter, components);
    if (parameter.kind == ParameterKind::input)
      out.push_back(std::move(document));
    else
      out.push_back(components.parameter(owner, document, is_own(parameter.kind)));
  }
  if (filters) out.push_back(ref("parameters", "Filter"));
  return out;
}

Node path_parameter(std::string_view name, const Resource& resource) {
  const Field* field = resource.find(name);
  const std::string description =
      field != nullptr && !field->description.empty()
          ? field->description
          : "Identifies the " + spoken(name.substr(0, name.rfind("-uuid"))) + ".";
  return object({{"name", text(name)},
                 {"in", text("path")},
                 {"required", boolean(true)},
                 {"description", text(description)},
                 {"schema", object({{"type", text("string")}, {"format", text("uuid")}})}});
}

Node search_schema(const Resource& resource, Components& components) {
  Node properties = object();
  const std::vector<QueryParameter> parameters = search_parameters(resource);
  for (const QueryParameter& parameter : parameters) {
    if (is_condition(parameter)) continue;
    Node schema = schema_of(resource, parameter, components);
    if (parameter.kind == ParameterKind::look_up) {
      set(schema, "description", text(description_of(resource, parameter)));
      if (parameter.field->pii) set(schema, "x-pii", boolean(true));
    }
    set(properties, parameter.name, std::move(schema));
  }
  if (takes_filter(parameters))
    set(properties, kFilterParameter, ref("schemas", filter_component(resource, components)));
  return object({{"type", text("object")},
                 {"properties", std::move(properties)},
                 {"additionalProperties", boolean(false)}});
}

}  // namespace vip::openapi
