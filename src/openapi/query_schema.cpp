// What a list takes. Parameters that the reader knows by name (paging, `include-…`,
// `modified-start`) stand by themselves. Every operator of every filter is a typed member of one
// component, `XFilter`: a search body takes that as `filter`. A query string takes its conditions
// as texts, since no form of an object in a query string is sent alike by all generators; see ADR
// 0024.

#include "openapi/query_schema.h"

#include <utility>

#include "openapi/field_schema.h"
#include "openapi/filter_schema.h"
#include "openapi/names.h"

namespace vip::openapi {
namespace {

constexpr std::int64_t kMostSortFields = 5;
constexpr std::int64_t kMostSearchLetters = 200;
constexpr std::string_view kConditionPattern = "=.";

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
