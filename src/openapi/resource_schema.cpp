// What a resource looks like on the wire. A page of results, the body of a create and a single
// record all follow from the same fields, so that they cannot drift apart.
//
// Personal fields are never required in an answer: a client without the pii scope does not get
// them. All other fields always are: a field without value is null, never absent.

#include "openapi/resource_schema.h"

#include <algorithm>

#include "core/uuid.h"
#include "openapi/field_schema.h"
#include "openapi/names.h"
#include "openapi/query_schema.h"
#include "schema/bodies.h"
#include "schema/parameters.h"
#include "schema/value_json.h"

namespace vip::openapi {
namespace {

Node schema_object(std::string_view description, Node properties,
                   const std::vector<std::string>& required) {
  Node schema = object({{"type", text("object")}, {"description", text(description)}});
  set(schema, "properties", std::move(properties));
  if (!required.empty()) set(schema, "required", texts(required));
  return schema;
}

Node embedded_schema(const Include& include) {
  const std::string note = "Only with `include=" + include.name + "`.";
  if (include.relation != nullptr)
    return object({{"type", text("array")},
                   {"maxItems", number(100)},
                   {"items", ref("schemas", schema_name(*include.relation->target))},
                   {"x-embedded", boolean(true)},
                   {"description", text(note + " At most 100.")}});
  Node one = ref("schemas", schema_name(*include.reference->target));
  return object({{"anyOf", array({std::move(one), object({{"type", text("null")}})})},
                 {"x-embedded", boolean(true)},
                 {"description", text(note)}});
}

Node record_schema(const Resource& resource) {
  Node properties = object();
  std::vector<std::string> required;
  for (const Field* field : visible_fields(resource)) {
    set(properties, field->name, answer_schema(*field));
    if (!field->pii && field->opt_in_parameter.empty()) required.push_back(field->name);
  }
  for (const Include& include : includes(resource))
    if (include.relation == nullptr || include.relation->target != nullptr)
      set(properties, include.name, embedded_schema(include));
  Node schema = schema_object(resource.description, std::move(properties), required);
  for (Member& member : published_by(resource).members) schema.members.push_back(std::move(member));
  return schema;
}

Node create_schema(const Resource& resource) {
  Node properties = object();
  std::vector<std::string> required;
  std::vector<Node> conditions;
  for (const Field* field : create_fields(resource)) {
    set(properties, create_name(*field),
        body_schema(*field, field->required ? Nulls::refused : Nulls::admitted));
    if (field->required) required.push_back(create_name(*field));
    for (Node& condition : published_by(*field).conditions)
      conditions.push_back(std::move(condition));
  }
  Node schema = schema_object("What a new " + resource.title + " is made from. Null equals absent.",
                              std::move(properties), required);
  set(schema, "additionalProperties", boolean(false));
  if (conditions.size() == 1) {
    for (Member& member : conditions.front().members) schema.members.push_back(std::move(member));
  } else if (!conditions.empty()) {
    set(schema, "allOf", array(std::move(conditions)));
  }
  return schema;
}

// A patch leaves out what it does not change, at every depth: nothing is required and no default
// may be read into it.
void make_partial(Node& schema) {
  std::erase_if(schema.members, [](const Member& member) {
    return member.first == "default" || member.first == "required";
  });
  for (Member& member : schema.members)
    if (member.first == "properties")
      for (Member& property : member.second.members) make_partial(property.second);
}

Node patch_schema(const Resource& resource) {
  Node properties = object();
  for (const Field* field : patch_fields(resource)) {
    Node schema = body_schema(*field, Nulls::as_declared);
    make_partial(schema);
    set(properties, field->name, std::move(schema));
  }
  Node schema = schema_object(
      "A merge patch (RFC 7396): what is left out stays as it is; null removes the value of a "
      "field that may be without one.",
      std::move(properties), {});
  set(schema, "additionalProperties", boolean(false));
  return schema;
}

Node warnings_schema() {
  return object({{"type", text("array")},
                 {"items", ref("schemas", "Warning")},
                 {"description", text("What is worth a second look, where there is anything.")}});
}

// Says of a schema what it is in this place, instead of what it says of itself.
void describe(Node& schema, const std::string& description) {
  std::erase_if(schema.members, [](const Member& member) { return member.first == "description"; });
  set(schema, "description", text(description));
}

Node created_schema(const Resource& resource) {
  const Field& id = resource.id();
  Node properties = object({{id.name, answer_schema(id)}});
  for (const Field& field : resource.fields)
    if (field.return_on_create) set(properties, field.name, answer_schema(field));
  set(properties, "warnings", warnings_schema());
  return schema_object("The new record's id.", std::move(properties), {id.name});
}

Node changed_schema(const Resource& resource) {
  Node extra =
      object({{"type", text("object")}, {"properties", object({{"warnings", warnings_schema()}})}});
  return object({{"description", text("The whole record as it is now.")},
                 {"allOf", array({ref("schemas", schema_name(resource)), std::move(extra)})}});
}

Node count_schema(std::string_view description, std::int64_t minimum) {
  return object({{"type", text("integer")},
                 {"minimum", number(minimum)},
                 {"description", text(description)}});
}

Node page_schema(Node item, std::string_view description, bool has_cursors) {
  Node properties = object();
  set(properties, "results", object({{"type", text("array")}, {"items", std::move(item)}}));
  set(properties, "page", count_schema("Absent when walked by cursor.", 1));
  set(properties, "size", count_schema("Results asked for on a page.", 1));
  set(properties, "total-results", count_schema("How many results there are.", 0));
  set(properties, "total-pages", count_schema("How many pages there are.", 0));
  set(properties, "total-at-least",
      count_schema(
          "Stands in place of the aggregates where more than 10,000 match and `total=exact` "
          "was not asked for.",
          0));
  if (has_cursors)
    set(properties, "next-cursor",
        object({{"type", text("string")},
                {"description", text("Goes on after this page; absent on the last one.")}}));
  return schema_object(description, std::move(properties), {"results"});
}

Node duplicate_schema(const Resource& resource) {
  const Field& id = resource.id();
  std::vector<std::string> reasons;
  for (const DuplicateSign& sign : resource.duplicates) reasons.push_back(sign.reason);
  Node older = answer_schema(id);
  Node properties = object({{id.name, std::move(older)}});
  set(properties, "duplicate-" + id.name,
      object({{"type", text("string")},
              {"format", text("uuid")},
              {"description", text("The newer record that looks like the same.")}}));
  set(properties, "score",
      object({{"type", text("integer")},
              {"minimum", number(1)},
              {"maximum", number(100)},
              {"description", text("How alike the two are.")}}));
  set(properties, "reasons",
      object({{"type", text("array")},
              {"items", object({{"type", text("string")}, {"enum", texts(reasons)}})}}));
  return schema_object("Two records that are likely to be the same thing.", std::move(properties),
                       {id.name, "duplicate-" + id.name, "score", "reasons"});
}

Node legacy_schema(const Resource& resource) {
  const Field& id = resource.id();
  Node properties = object(
      {{"legacy-id", object({{"type", text("string")},
                             {"description", text("The id in the system that was left.")}})}});
  set(properties, id.name, answer_schema(id));
  return schema_object("An id of the system that was left, and the record it became.",
                       std::move(properties), {"legacy-id", id.name});
}

Node error_schema() {
  return object(
      {{"type", text("object")},
       {"description",
        text("One error, and where: exactly one of `pointer`, `parameter`, `header`.")},
       {"properties",
        object({{"pointer", object({{"type", text("string")}, {"format", text("json-pointer")}})},
                {"parameter", object({{"type", text("string")}})},
                {"header", object({{"type", text("string")}})},
                {"code", object({{"type", text("string")}})},
                {"message", object({{"type", text("string")}})}})},
       {"required", texts({"code", "message"})}});
}

}  // namespace

void add_resource_schemas(Node& schemas, const Resource& resource) {
  const std::string name = schema_name(resource);
  const Operations& offers = resource.operations;
  set(schemas, name, record_schema(resource));
  if (offers.create) set(schemas, name + "Create", create_schema(resource));
  if (offers.create) set(schemas, name + "Created", created_schema(resource));
  if (offers.create || offers.patch) set(schemas, name + "Changed", changed_schema(resource));
  if (offers.patch && !resource.singleton) set(schemas, name + "Patch", patch_schema(resource));
  if ((offers.list || !resource.listed_at.empty()) && !resource.singleton) {
    set(schemas, name + "Page",
        page_schema(ref("schemas", name), "A page of " + resource.plural + ".", true));
    if (resource.searchable) set(schemas, name + "Search", search_schema(resource));
  }
  if (!resource.duplicates.empty()) {
    set(schemas, name + "Duplicate", duplicate_schema(resource));
    set(schemas, name + "DuplicatePage",
        page_schema(ref("schemas", name + "Duplicate"), "Likely duplicates, most alike first.",
                    false));
  }
  if (!resource.legacy_list.empty()) {
    set(schemas, name + "LegacyId", legacy_schema(resource));
    set(schemas, name + "LegacyIdPage",
        page_schema(ref("schemas", name + "LegacyId"), "A page of legacy ids.", true));
  }
  if (resource.deleted_records != nullptr) {
    Node deleted = record_schema(*resource.deleted_records);
    describe(deleted, "A record that is gone for good.");
    set(schemas, name + "Deleted", std::move(deleted));
    set(schemas, name + "DeletedPage",
        page_schema(ref("schemas", name + "Deleted"), "A page of what was deleted.", true));
  }
}

// Nothing but the file is required in the form itself: the rest may stand in the query.
Node form_schema(const Action& action) {
  Node properties = object();
  for (const Field& field : action.input->fields)
    set(properties, field.name, body_schema(field, Nulls::refused));
  set(properties, "file", object({{"description", text("The file; its part has a filename.")}}));
  Node schema = schema_object("A file and what is said of it.", std::move(properties), {"file"});
  set(schema, "additionalProperties", boolean(false));
  return schema;
}

// The body of an action that a job reads: one member, a list of lines.
Node lines_schema(const Action& action) {
  const JobKind& kind = *action.upload.job->job;
  Node line = create_schema(*kind.line);
  describe(line, "A line. One with errors is left out and told by the job.");
  Node list = object(
      {{"type", text("array")}, {"maxItems", number(kind.most)}, {"items", std::move(line)}});
  return schema_object("What `" + action.path + "` is sent.",
                       object({{kind.member, std::move(list)}}), {kind.member});
}

void add_action_schemas(Node& schemas, const Action& action) {
  const std::string name = schema_name(action);
  if (action.upload.job != nullptr) set(schemas, name + "Input", lines_schema(action));
  if (action.posts && action.upload.limit == 0 && !action.input->fields.empty()) {
    Node input = create_schema(*action.input);
    describe(input, "What `" + action.path + "` is asked with.");
    set(schemas, name + "Input", std::move(input));
  }
  if (std::ranges::find(action.upload.media, "multipart/form-data") != action.upload.media.end())
    set(schemas, name + "Form", form_schema(action));
  if (!action.media.empty()) return;
  Node answer = record_schema(*action.output);
  describe(answer, "What `" + action.path + "` answers.");
  if (!action.results) {
    set(schemas, name + "Answer", std::move(answer));
    return;
  }
  set(schemas, name + "Row", std::move(answer));
  if (action.pages()) {
    set(schemas, name + "Answer",
        page_schema(ref("schemas", name + "Row"), "A page of results.", false));
    return;
  }
  Node results = object(
      {{"results", object({{"type", text("array")}, {"items", ref("schemas", name + "Row")}})}});
  set(schemas, name + "Answer",
      schema_object("All that there is.", std::move(results), {"results"}));
}

void add_common_schemas(Node& schemas) {
  const Node plain = object({{"type", text("string")}});
  Node problem =
      object({{"type", object({{"type", text("string")}, {"format", text("uri-reference")}})},
              {"title", plain},
              {"status", object({{"type", text("integer")}})},
              {"detail", plain},
              {"instance", plain},
              {"code", object({{"type", text("string")},
                               {"description", text("Stable; what a program should look at.")}})},
              {"correlation-id", plain}});
  set(problem, "errors", object({{"type", text("array")}, {"items", error_schema()}}));
  set(schemas, "Problem",
      schema_object("Why a call was refused (RFC 9457). All errors found stand in `errors`.",
                    std::move(problem), {"type", "title", "status", "code", "correlation-id"}));
  Node warning = object({{"pointer", plain}, {"code", plain}, {"message", plain}});
  set(schemas, "Warning",
      schema_object("The change was made, but this may be a mistake.", std::move(warning),
                    {"pointer", "code", "message"}));
}

}  // namespace vip::openapi
