// Every operator of every filter is a separate parameter with its own type: a generated client then
// offers exactly what the server accepts, and a reader of the page needs no grammar.

#include "openapi/query_schema.h"

#include "openapi/field_schema.h"

namespace vip::openapi {
namespace {

constexpr std::int64_t kMostInValues = 100;
constexpr std::int64_t kMostSortFields = 5;
constexpr std::int64_t kMostSearchLetters = 200;

Node list_of(Node item) {
  return object({{"type", text("array")}, {"items", std::move(item)}, {"minItems", number(1)}});
}

Node sort_schema(const Resource& resource) {
  std::vector<std::string> values;
  for (const Field* field : sort_fields(resource)) {
    values.push_back(field->name + ",asc");
    values.push_back(field->name + ",desc");
  }
  Node schema = list_of(object({{"type", text("string")}, {"enum", texts(values)}}));
  set(schema, "maxItems", number(kMostSortFields));
  set(schema, "uniqueItems", boolean(true));
  return schema;
}

Node names_schema(const std::vector<std::string>& names) {
  return list_of(object({{"type", text("string")}, {"enum", texts(names)}}));
}

std::vector<std::string> visible_names(const Resource& resource) {
  std::vector<std::string> names;
  for (const Field* field : visible_fields(resource)) names.push_back(field->name);
  return names;
}

Node filter_schema(const QueryParameter& parameter) {
  const Field& field = *parameter.field;
  switch (parameter.op) {
    case FilterOp::is_null:
      return object({{"type", text("boolean")}});
    case FilterOp::in: {
      Node schema = list_of(value_schema(field));
      set(schema, "maxItems", number(kMostInValues));
      return schema;
    }
    case FilterOp::starts_with:
    case FilterOp::contains:
      return object({{"type", text("string")}, {"minLength", number(1)}});
    default:
      break;
  }
  Node schema = value_schema(field);
  if (field.type == FieldType::text) set(schema, "minLength", number(1));
  return schema;
}

Node size_schema(const Resource& resource, const QueryParameter& parameter) {
  Node schema =
      object({{"type", text("integer")}, {"minimum", number(1)}, {"maximum", number(1000)}});
  if (!resource.library) set(schema, "default", number(parameter.default_size));
  return schema;
}

Node named_schema(const NamedFilter& filter) {
  if (filter.is_flag()) return object({{"type", text("boolean")}, {"default", boolean(false)}});
  std::vector<std::string> values;
  for (const NamedFilter::Choice& choice : filter.choices) values.push_back(choice.value);
  return object({{"type", text("string")}, {"enum", texts(values)}});
}

Node schema_of(const Resource& resource, const QueryParameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::page:
      return object({{"type", text("integer")}, {"minimum", number(1)}});
    case ParameterKind::size:
      return size_schema(resource, parameter);
    case ParameterKind::sort:
      return sort_schema(resource);
    case ParameterKind::cursor:
      return object({{"type", text("string")}});
    case ParameterKind::total:
      return object({{"type", text("string")}, {"enum", texts({"exact", "none"})}});
    case ParameterKind::fields:
      return names_schema(visible_names(resource));
    case ParameterKind::include:
      return names_schema(include_names(resource));
    case ParameterKind::q:
      return object({{"type", text("string")},
                     {"minLength", number(1)},
                     {"maxLength", number(kMostSearchLetters)}});
    case ParameterKind::include_hidden:
    case ParameterKind::include_omitted:
      return object({{"type", text("boolean")}, {"default", boolean(false)}});
    case ParameterKind::deleted:
      return object({{"type", text("string")},
                     {"enum", texts({"ExcludeDeleted", "IncludeDeleted", "DeletedOnly"})}});
    case ParameterKind::named:
      return named_schema(*parameter.named);
    case ParameterKind::shown:
      return object({{"type", text("boolean")}, {"default", boolean(false)}});
    case ParameterKind::filter:
    case ParameterKind::start:
    case ParameterKind::end:
      return filter_schema(parameter);
    case ParameterKind::look_up: {
      Node schema = value_schema(*parameter.field);
      set(schema, "minLength", number(1));
      return schema;
    }
    case ParameterKind::input:
      return body_schema(*parameter.field, Nulls::refused);
  }
  return object();
}

std::string compared(const QueryParameter& parameter) {
  const Field& field = *parameter.field;
  const std::string name = "`" + field.name + "`";
  switch (parameter.op) {
    case FilterOp::eq:
      return field.type == FieldType::uuid_list ? name + " contains this id." : name + " is this.";
    case FilterOp::ne:
      if (field.type == FieldType::uuid_list) return name + " does not contain this id.";
      return name + " is not this, or has no value.";
    case FilterOp::lt:
      return name + " is before or below this.";
    case FilterOp::lte:
      return name + " is at, before or below this.";
    case FilterOp::gt:
      return name + " is after or above this.";
    case FilterOp::gte:
      return name + " is at, after or above this.";
    case FilterOp::in:
      return name + " is one of these (at most 100).";
    case FilterOp::starts_with:
      return name + " begins with this, disregarding case and accents.";
    case FilterOp::contains:
      return name + " contains this, disregarding case and accents.";
    case FilterOp::is_null:
      return name + " has no value (`true`) or has one (`false`).";
  }
  return {};
}

std::string search_description(const Resource& resource) {
  std::string out = "Each word must begin a word in one of:";
  for (const Field* field : searched_fields(resource)) out.append(" `" + field->name + "`,");
  out.back() = '.';
  return out + " At most 200 characters. Personal fields are searched with the `pii` scope only.";
}

std::string description_of(const Resource& resource, const QueryParameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::start:
      return "From this value, inclusive, by `" + parameter.field->name + "`.";
    case ParameterKind::end:
      return std::string("Until this value, ") +
             (parameter.op == FilterOp::lte ? "inclusive" : "exclusive") + ", by `" +
             parameter.field->name + "`.";
    case ParameterKind::filter: {
      std::string out = compared(parameter);
      if (parameter.alias) out += " An alias of that filter.";
      if (parameter.field->pii) out += " Personal data: needs the `pii` scope.";
      return out;
    }
    case ParameterKind::q:
      return search_description(resource);
    case ParameterKind::sort:
      return "Order of the results, by at most five fields. Without it: order of creation.";
    case ParameterKind::fields:
      return "Return only these fields, and the id.";
    case ParameterKind::include:
      return "Embed these related records (at most 100 of each).";
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
  return object({{"name", text(name)},
                 {"in", text("query")},
                 {"description", text(description)},
                 {"schema", std::move(schema)}});
}

Node header(std::string_view name, std::string_view description, bool required, Node schema) {
  Node made = object({{"name", text(name)}, {"in", text("header")}});
  if (required) set(made, "required", boolean(true));
  set(made, "description", text(description));
  set(made, "schema", std::move(schema));
  return made;
}

Node plain_text() { return object({{"type", text("string")}}); }

void add_shared_headers(Node& out) {
  set(out, "TenantId",
      header("Tenant-Id", "The tenant of the call; exactly once on every call.", true,
             object({{"type", text("string")}, {"format", text("uuid")}})));
  set(out, "CorrelationId",
      header("X-Correlation-Id",
             "Your id of this call: 1 to 128 letters, digits, dots, underscores and hyphens. It is "
             "returned with the response and written to every log. If it is absent or of another "
             "form, the platform makes one.",
             false, plain_text()));
  set(out, "TraceParent",
      header("traceparent", "W3C Trace Context. A malformed value is ignored.", false,
             plain_text()));
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
  Resource records;
  Resource library;
  library.library = true;
  const auto add = [&](const Resource& resource, const char* name, ParameterKind kind,
                       std::string_view description) {
    const QueryParameter parameter{name, kind};
    set(out, shared_name(resource, parameter),
        query(name, description, schema_of(resource, parameter)));
  };
  add(records, "page", ParameterKind::page,
      "The page, counted from 1. A page past the end has no results.");
  add(records, "size", ParameterKind::size, "Results on a page: 1 to 1,000.");
  add(library, "size", ParameterKind::size,
      "Results on a page: 1 to 1,000. Without `page` and `size`, all entries are returned.");
  add(records, "cursor", ParameterKind::cursor,
      "The `next-cursor` of the page before. The cost is the same at any depth. Only `size`, "
      "`fields` and `include` may accompany it.");
  add(records, "total", ParameterKind::total,
      "`exact`: count beyond 10,000 too. `none`: omit the totals.");
  return out;
}

std::vector<Node> parameter_documents(const Resource& resource,
                                      const std::vector<QueryParameter>& parameters) {
  std::vector<Node> out;
  for (const QueryParameter& parameter : parameters) {
    if (const std::string shared = shared_name(resource, parameter); !shared.empty()) {
      out.push_back(ref("parameters", shared));
      continue;
    }
    Node document =
        query(parameter.name, description_of(resource, parameter), schema_of(resource, parameter));
    if (takes_list(parameter)) {
      set(document, "style", text("form"));
      set(document, "explode", boolean(true));
    }
    if (parameter.field != nullptr && parameter.field->pii) set(document, "x-pii", boolean(true));
    if (parameter.kind == ParameterKind::input && parameter.field->required)
      set(document, "required", boolean(true));
    out.push_back(std::move(document));
  }
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

Node search_schema(const Resource& resource) {
  Node properties = object();
  for (const QueryParameter& parameter : search_parameters(resource)) {
    Node schema = schema_of(resource, parameter);
    set(schema, "description", text(description_of(resource, parameter)));
    if (parameter.field != nullptr && parameter.field->pii) set(schema, "x-pii", boolean(true));
    set(properties, parameter.name, std::move(schema));
  }
  return object({{"type", text("object")},
                 {"description", text("The parameters of the list, by the same names, so that "
                                      "personal data need not be in an address.")},
                 {"properties", std::move(properties)},
                 {"additionalProperties", boolean(false)}});
}

}  // namespace vip::openapi
