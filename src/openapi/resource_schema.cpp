// What a resource looks like on the wire. A page of results, the body of a create and a single
// record all follow from the same fields, so that they cannot drift apart.
//
// One flat schema is the answer of reads and of writes, so that a generated client has one class
// for a record (ADR 0024). It says what fields mean; bodies say only what differs. It requires the
// id alone: `fields` leaves out what it does not name, a create answers with its ids unless the
// whole record is asked for, and a client without the pii scope gets no personal data. A generated
// client that was told otherwise refuses such an answer.

#include "openapi/resource_schema.h"

#include <algorithm>

#include "core/uuid.h"
#include "openapi/action_document.h"
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
  Node schema = object({{"type", text("object")}});
  if (!description.empty()) set(schema, "description", text(description));
  set(schema, "properties", std::move(properties));
  if (!required.empty()) set(schema, "required", texts(required));
  return schema;
}

Node embedded_schema(const Include& include) {
  Node schema = object();
  if (include.relation != nullptr) {
    set(schema, "type", text("array"));
    set(schema, "items", ref("schemas", schema_name(*include.relation->target)));
    set(schema, "maxItems", number(100));
  } else {
    Node one = ref("schemas", schema_name(*include.reference->target));
    set(schema, "oneOf", array({std::move(one), object({{"type", text("null")}})}));
  }
  set(schema, "x-embedded", boolean(true));
  return schema;
}

Node warnings_schema() {
  return object({{"type", text("array")},
                 {"items", ref("schemas", "WriteWarning")},
                 {"x-written", boolean(true)}});
}

// What a read may embed; a write embeds nothing.
void add_embedded(Node& properties, const Resource& resource) {
  for (const Include& include : includes(resource))
    if (include.relation == nullptr || include.relation->target != nullptr)
      set(properties, include.name, embedded_schema(include));
}

Node record_properties(const Resource& resource, Components& components, Detail detail) {
  Node properties = object();
  for (const Field* field : visible_fields(resource)) {
    Node& schema = set(properties, field->name, answer_schema(*field, components, detail));
    if (detail == Detail::full && !field->opt_in_parameter.empty())
      set(schema, "x-opt-in", text(field->opt_in_parameter));
  }
  return properties;
}

Node record_schema(const Resource& resource, Components& components) {
  Node properties = record_properties(resource, components, Detail::full);
  add_embedded(properties, resource);
  if (resource.operations.create || resource.operations.patch)
    set(properties, "warnings", warnings_schema());
  Node schema = schema_object(resource.description, std::move(properties), {resource.id().name});
  for (Member& member : published_by(resource).members) schema.members.push_back(std::move(member));
  return schema;
}

// What a field means is said by the whole record, if that shows it under the same name.
Detail detail_in_body(const Field& field, const std::string& name, bool has_record) {
  const bool shown = has_record && !field.hidden && !field.create_only && field.name == name;
  return shown ? Detail::bounds : Detail::full;
}

// All conditions as one: each in both branches of the one before. An `allOf` would say it shorter,
// but openapi-generator then no longer understands the properties beside it.
Node chained(std::vector<Node> conditions) {
  Node first = std::move(conditions.front());
  conditions.erase(conditions.begin());
  if (conditions.empty()) return first;
  const Node rest = chained(std::move(conditions));
  for (Member& member : first.members)
    if (member.first == "then")
      for (const Member& one : rest.members) member.second.members.push_back(one);
  set(first, "else", rest);
  return first;
}

Node create_schema(const Resource& resource, bool has_record, Components& components) {
  Node properties = object();
  std::vector<std::string> required;
  std::vector<Node> conditions;
  for (const Field* field : create_fields(resource)) {
    const std::string& name = create_name(*field);
    set(properties, name,
        body_schema(*field, field->required ? Nulls::refused : Nulls::admitted, components,
                    detail_in_body(*field, name, has_record)));
    if (field->required) required.push_back(name);
    for (Node& condition : published_by(*field).conditions)
      conditions.push_back(std::move(condition));
  }
  Node schema =
      schema_object("See `" + schema_name(resource) + "`.", std::move(properties), required);
  set(schema, "additionalProperties", boolean(false));
  if (!conditions.empty())
    for (Member& member : chained(conditions).members) schema.members.push_back(std::move(member));
  return schema;
}

// A patch leaves out what it does not change, at every depth: nothing is required and no default
// may be read into it.
Node patch_schema(const Resource& resource, Components& components) {
  Node properties = object();
  for (const Field* field : patch_fields(resource))
    set(properties, field->name,
        patch_schema(*field, components, detail_in_body(*field, field->name, true)));
  Node schema = schema_object("See `" + schema_name(resource) + "`.", std::move(properties), {});
  set(schema, "additionalProperties", boolean(false));
  return schema;
}

// Says of a schema what it is in this place, instead of what it says of itself.
void describe(Node& schema, const std::string& description) {
  std::erase_if(schema.members, [](const Member& member) { return member.first == "description"; });
  set(schema, "description", text(description));
}

Node count_schema(std::int64_t minimum) {
  return object({{"type", text("integer")}, {"minimum", number(minimum)}});
}

// What the members mean is told once, in `info`.
Node page_schema(Node item, std::string_view description, bool has_cursors) {
  Node properties = object();
  set(properties, "results", object({{"type", text("array")}, {"items", std::move(item)}}));
  for (const char* count : {"page", "size", "total-results", "total-pages", "total-at-least"})
    set(properties, count, object({{"type", text("integer")}}));
  if (has_cursors) set(properties, "next-cursor", object({{"type", text("string")}}));
  return schema_object(description, std::move(properties), {"results"});
}

Node duplicate_schema(const Resource& resource, Components& components) {
  const Field& id = resource.id();
  std::vector<std::string> reasons;
  for (const DuplicateSign& sign : resource.duplicates) reasons.push_back(sign.reason);
  Node properties = object({{id.name, answer_schema(id, components)}});
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
      object(
          {{"type", text("array")},
           {"items", components.enumeration(schema_name(resource) + "DuplicateReason", reasons)}}));
  return schema_object("Two records that are likely to be the same thing.", std::move(properties),
                       {id.name, "duplicate-" + id.name, "score", "reasons"});
}

Node legacy_schema(const Resource& resource, Components& components) {
  const Field& id = resource.id();
  Node properties = object(
      {{"legacy-id", object({{"type", text("string")},
                             {"description", text("The id in the system that was left.")}})}});
  set(properties, id.name, answer_schema(id, components));
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

void add_resource_schemas(Components& components, const Resource& resource) {
  const std::string name = schema_name(resource);
  const Operations& offers = resource.operations;
  const auto add = [&](const char* ending, Node schema) {
    components.schema(name + ending, std::move(schema));
  };
  add("", record_schema(resource, components));
  if (offers.create) add("Create", create_schema(resource, true, components));
  if (offers.patch && !resource.singleton) add("Patch", patch_schema(resource, components));
  if ((offers.list || !resource.listed_at.empty()) && !resource.singleton) {
    add("Page", page_schema(ref("schemas", name), {}, true));
    if (resource.searchable) add("Search", search_schema(resource, components));
  }
  if (!resource.duplicates.empty()) {
    add("Duplicate", duplicate_schema(resource, components));
    add("DuplicatePage", page_schema(ref("schemas", name + "Duplicate"),
                                     "Likely duplicates, most alike first.", false));
  }
  if (!resource.legacy_list.empty()) {
    add("LegacyId", legacy_schema(resource, components));
    add("LegacyIdPage",
        page_schema(ref("schemas", name + "LegacyId"), "A page of legacy ids.", true));
  }
  if (resource.deleted_records != nullptr) {
    Node deleted = record_schema(*resource.deleted_records, components);
    describe(deleted, "A record that is gone for good.");
    add("Deleted", std::move(deleted));
    add("DeletedPage",
        page_schema(ref("schemas", name + "Deleted"), "A page of what was deleted.", true));
  }
}

namespace {

// Nothing but the file is required in the form itself: the rest may stand in the query.
Node form_schema(const Action& action, Components& components) {
  Node properties = object();
  set(properties, "file",
      object({{"type", text("string")},
              {"format", text("binary")},
              {"description", text("The file; its part has a filename.")}}));
  for (const Field& field : action.input->fields)
    set(properties, field.name, form_member_schema(field, components));
  Node schema = schema_object("A file and what is said of it.", std::move(properties), {"file"});
  set(schema, "additionalProperties", boolean(false));
  return schema;
}

// The body of an action that a job reads: one member, a list of lines.
Node lines_schema(const Action& action, Components& components) {
  const JobKind& kind = *action.upload.job->job;
  Node line = create_schema(*kind.line, false, components);
  describe(line, "A line. One with errors is left out and told by the job.");
  Node list = object({{"type", text("array")},
                      {"maxItems", number(kind.most)},
                      {"items", components.schema(schema_name(action) + "Line", std::move(line))}});
  return schema_object("What `" + action.path + "` is sent.",
                       object({{kind.member, std::move(list)}}), {kind.member});
}

Node output_schema(const Action& action, Components& components) {
  Node properties = record_properties(*action.output, components, Detail::full);
  add_embedded(properties, *action.output);
  std::vector<std::string> required;
  for (const Field* field : visible_fields(*action.output))
    if (!field->pii && field->opt_in_parameter.empty()) required.push_back(field->name);
  Node schema =
      schema_object("What `" + action.path + "` answers.", std::move(properties), required);
  for (Member& member : published_by(*action.output).members)
    schema.members.push_back(std::move(member));
  return schema;
}

}  // namespace

void add_action_schemas(Components& components, const Action& action) {
  const std::string name = schema_name(action);
  if (action.upload.job != nullptr)
    components.schema(name + "Input", lines_schema(action, components));
  if (action.posts && action.upload.limit == 0 && !action.input->fields.empty()) {
    Node input = create_schema(*action.input, false, components);
    describe(input, "What `" + action.path + "` is asked with.");
    components.schema(name + "Input", std::move(input));
  }
  if (takes_form(action)) components.schema(name + "Form", form_schema(action, components));
  if (!action.media.empty()) return;
  Node answer = output_schema(action, components);
  if (!action.results) {
    components.schema(name + "Answer", std::move(answer));
    return;
  }
  const Node row = components.schema(name + "Row", std::move(answer));
  if (action.pages()) {
    components.schema(name + "Answer", page_schema(row, "A page of results.", false));
    return;
  }
  Node results = object({{"results", object({{"type", text("array")}, {"items", row}})}});
  components.schema(name + "Answer",
                    schema_object("All that there is.", std::move(results), {"results"}));
}

void add_common_schemas(Components& components) {
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
  set(problem, "errors",
      object({{"type", text("array")}, {"items", components.schema("Fault", error_schema())}}));
  set(problem, "errors-total", count_schema(1));
  components.schema(
      "Problem",
      schema_object("Why a call was refused (RFC 9457). All errors found stand in "
                    "`errors`, at most 100 of them.",
                    std::move(problem), {"type", "title", "status", "code", "correlation-id"}));
  Node warning = object({{"pointer", plain}, {"code", plain}, {"message", plain}});
  components.schema("WriteWarning",
                    schema_object("The change was made, but this may be a mistake.",
                                  std::move(warning), {"pointer", "code", "message"}));
  components.enumeration("TotalCount", {"exact", "none"});
}

}  // namespace vip::openapi
