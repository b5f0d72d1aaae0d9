// One operation from one route. Kinds of routes differ in their texts, their body and their
// successful response; the parts that all calls share are added here.

#include "openapi/operation.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "openapi/action_document.h"
#include "openapi/filter_schema.h"
#include "openapi/names.h"
#include "openapi/query_schema.h"
#include "openapi/resource_schema.h"
#include "openapi/responses.h"
#include "schema/parameters.h"

namespace vip::openapi {
namespace {

bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }

// "Data Consent" within a sentence: "data consent". Abbreviations stay as they are.
std::string in_sentence(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = i == 0 || text[i - 1] == ' ';
    const bool abbreviation = i + 1 < text.size() && is_upper(text[i + 1]);
    if (starts && is_upper(text[i]) && !abbreviation)
      text[i] = static_cast<char>(text[i] - 'A' + 'a');
  }
  return text;
}

std::string with_article(const std::string& text) {
  const bool vowel = std::string_view("aeiou").find(text.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + text;
}

std::string summary_of(const Route& route) {
  if (route.action != nullptr) return route.action->summary;
  const std::string one = in_sentence(route.resource->title);
  const std::string many = in_sentence(route.resource->plural);
  switch (route.kind) {
    case RouteKind::list:
      return "List " + many;
    case RouteKind::create:
    case RouteKind::singleton_create:
      return "Create " + with_article(one);
    case RouteKind::search:
      return "Search " + many + " by a body";
    case RouteKind::duplicates:
      return "List likely duplicates among " + many;
    case RouteKind::read:
      return "Read " + with_article(one);
    case RouteKind::singleton_read:
      return "Read the newest " + one;
    case RouteKind::patch:
      return "Change " + with_article(one);
    case RouteKind::remove:
      return "Delete " + with_article(one);
    case RouteKind::listed_at: {
      if (route.listed_at->deleted_only) return "List deleted " + many;
      if (route.listed_at->parent_resource == nullptr) return "List " + many + " at " + route.path;
      return "List " + many + " of " +
             with_article(in_sentence(route.listed_at->parent_resource->title));
    }
    case RouteKind::legacy_list:
      return "List the legacy ids of " + many;
    case RouteKind::deleted:
      return "List " + many + " that are gone for good";
    case RouteKind::action:
      break;
  }
  return {};
}

std::string deletion_description(const Resource& resource) {
  switch (resource.delete_kind) {
    case DeleteKind::hard:
      return "The record is removed; afterwards it is 404.";
    case DeleteKind::soft:
      return "The record is marked as `" +
             resource.fields[static_cast<std::size_t>(resource.deactivation_field)].name +
             "` and leaves the lists; it stays readable, and a PATCH of this field to false undoes "
             "it.";
    case DeleteKind::final_soft:
      return "The record is marked as deleted for good and leaves the lists; it stays readable.";
    case DeleteKind::none:
      break;
  }
  return {};
}

// What a resource is stands in its tag and its schema, and is not repeated here.
std::string description_of(const Route& route) {
  if (route.action != nullptr) return route.action->description;
  const Resource& resource = *route.resource;
  switch (route.kind) {
    case RouteKind::list:
      return resource.library ? "Without `page` and `size`, all entries are returned." : "";
    case RouteKind::search:
      return {};
    case RouteKind::duplicates:
      return "Pairs of records with equal values in distinctive fields, with a score and the "
             "reasons.";
    case RouteKind::remove:
      return deletion_description(resource);
    case RouteKind::legacy_list:
      return "Maps the ids of the former system to ids of this platform.";
    case RouteKind::deleted:
      return "Records that a deletion has removed, also those that went with another record, in "
             "the "
             "order of their deletion. A copy that is kept elsewhere asks for those since its last "
             "read.";
    case RouteKind::singleton_create:
      return "The new record supersedes the previous one.";
    default:
      return {};
  }
}

bool has_body(const Route& route) {
  if (route.action != nullptr) return route.action->takes_body();
  const RouteKind kind = route.kind;
  return kind == RouteKind::create || kind == RouteKind::singleton_create ||
         kind == RouteKind::search || kind == RouteKind::patch;
}

bool changes(RouteKind kind) { return kind == RouteKind::patch || kind == RouteKind::remove; }

bool reads_one(RouteKind kind) {
  return kind == RouteKind::read || kind == RouteKind::singleton_read;
}

Node parameters_document(const Route& route, Components& components) {
  std::vector<Node> out;
  for (const std::string_view name : action_headers(route)) out.push_back(ref("parameters", name));
  if (changes(route.kind)) out.push_back(ref("parameters", "IfMatch"));
  if (reads_one(route.kind)) out.push_back(ref("parameters", "IfNoneMatch"));
  if (action_of(route) == "create" && route.action == nullptr)
    out.push_back(ref("parameters", "Prefer"));
  // What a form says of its file may stand in the query, too: clients take one place for it.
  if (route.action == nullptr || !takes_form(*route.action))
    std::ranges::move(parameter_references(*route.resource, parameters_of(route), components),
                      std::back_inserter(out));
  return array(std::move(out));
}

Node media(std::string_view schema, const Node& example) {
  Node out = object({{"schema", ref("schemas", schema)}});
  if (!example.members.empty()) set(out, "example", example);
  return out;
}

Node body_document(const Route& route) {
  if (route.action != nullptr) return action_body(*route.action);
  const Resource& resource = *route.resource;
  const std::string name = schema_name(resource);
  Node content = object();
  if (route.kind == RouteKind::patch) {
    set(content, "application/merge-patch+json", media(name + "Patch", object()));
    set(content, "application/json", media(name + "Patch", patch_example(resource)));
  } else if (route.kind == RouteKind::search) {
    set(content, "application/json", media(name + "Search", object({{"size", number(20)}})));
  } else {
    set(content, "application/json", media(name + "Create", create_example(resource)));
  }
  return object({{"required", boolean(true)}, {"content", std::move(content)}});
}

Node answer(std::string_view description, const std::vector<std::string_view>& header_names,
            Node media_object) {
  Node out = object({{"description", text(description)}});
  if (!header_names.empty()) set(out, "headers", headers(header_names));
  set(out, "content", object({{"application/json", std::move(media_object)}}));
  return out;
}

Node page_answer(const Route& route, const std::string& schema) {
  std::vector<std::string_view> names;
  if (route.kind != RouteKind::search) names.emplace_back("Link");
  return answer("A page.", names, object({{"schema", ref("schemas", schema)}}));
}

Node created_answer(const Resource& resource) {
  std::string given = "`" + resource.id().name + "`";
  for (const Field& field : resource.fields)
    if (field.return_on_create) given += ", `" + field.name + "`";
  return answer("Created: " + given + ".", {"Location", "ETag"},
                object({{"schema", ref("schemas", schema_name(resource))}}));
}

void add_good_answers(Node& responses, const Route& route) {
  if (route.action != nullptr) return add_action_answer(responses, *route.action);
  const Resource& resource = *route.resource;
  const std::string name = schema_name(resource);
  switch (route.kind) {
    case RouteKind::list:
    case RouteKind::search:
    case RouteKind::listed_at:
      set(responses, "200", page_answer(route, name + "Page"));
      break;
    case RouteKind::duplicates:
      set(responses, "200", page_answer(route, name + "DuplicatePage"));
      break;
    case RouteKind::legacy_list:
      set(responses, "200", page_answer(route, name + "LegacyIdPage"));
      break;
    case RouteKind::deleted:
      set(responses, "200", page_answer(route, name + "DeletedPage"));
      break;
    case RouteKind::read:
    case RouteKind::singleton_read:
      set(responses, "200", answer("The record.", {}, object({{"schema", ref("schemas", name)}})));
      set(responses, "304", ref("responses", "NotModified"));
      break;
    case RouteKind::create:
    case RouteKind::singleton_create:
      set(responses, "201", created_answer(resource));
      break;
    case RouteKind::patch:
      set(responses, "200",
          answer("Changed: the whole record.", {}, object({{"schema", ref("schemas", name)}})));
      break;
    case RouteKind::remove:
      set(responses, "204", object({{"description", text("Deleted.")}}));
      break;
    case RouteKind::action:
      break;
  }
}

// What depends on the operation. `default` stands for what any may answer: see `info`.
std::vector<int> refusals_of(const Route& route) {
  const bool names_a_record = !path_parameters(route.path).empty();
  const bool body = has_body(route);
  // An action that only reads can reference records too.
  const bool writes = action_of(route) != "read" || (route.action != nullptr && body);
  std::vector<int> out{400};
  const auto add = [&](bool applies, int status) {
    if (applies) out.push_back(status);
  };
  add(names_a_record, 404);
  add(writes, 409);
  const bool content = route.action != nullptr && answers_content(*route.action);
  const bool reads_one = route.kind == RouteKind::read || route.kind == RouteKind::singleton_read;
  add(changes(route.kind) || reads_one || content, 412);
  add(content, 416);
  add(writes || route.action != nullptr, 422);  // rules may refuse any input of an action
  return out;
}

// Either the group's scope or the narrower one of the resource.
Node security_document(const Route& route) {
  const Resource& resource = *route.resource;
  const std::string action(action_of(route));
  const bool pii = needs_personal_data(route);
  Node alternatives = array({});
  for (const std::string& group : {resource.scope, resource.scope + "." + resource.name}) {
    std::vector<std::string> scopes{group};
    scopes.back().append(":").append(action);
    if (pii) scopes.push_back(resource.scope + ":pii");
    alternatives.items.push_back(object({{"oauth2", texts(scopes)}}));
  }
  return alternatives;
}

std::string_view kind_word(RouteKind kind) {
  switch (kind) {
    case RouteKind::list:
      return "list";
    case RouteKind::create:
      return "create";
    case RouteKind::search:
      return "search";
    case RouteKind::duplicates:
      return "duplicates";
    case RouteKind::read:
      return "read";
    case RouteKind::patch:
      return "patch";
    case RouteKind::remove:
      return "delete";
    case RouteKind::singleton_read:
      return "singleton-read";
    case RouteKind::singleton_create:
      return "singleton-create";
    case RouteKind::listed_at:
      return "listed-at";
    case RouteKind::legacy_list:
      return "legacy-list";
    case RouteKind::deleted:
      return "deleted";
    case RouteKind::action:
      return "action";
  }
  return {};
}

}  // namespace

Node path_parameters_document(const Route& route, Components& components) {
  std::vector<Node> out;
  const std::string owner = schema_name(*route.resource);
  for (const std::string& name : path_parameters(route.path))
    out.push_back(components.parameter(owner, path_parameter(name, *route.resource), false));
  out.push_back(ref("parameters", "TenantId"));
  return array(std::move(out));
}

Node operation_document(const Route& route, Components& components) {
  Node operation =
      object({{"operationId", text(operation_id(route))}, {"summary", text(summary_of(route))}});
  if (const std::string description = description_of(route); !description.empty())
    set(operation, "description", text(description));
  if (route.listed_at != nullptr && route.listed_at->deprecated())
    set(operation, "deprecated", boolean(true));
  set(operation, "tags",
      texts({route.action != nullptr ? tag_of(*route.action) : tag_of(*route.resource)}));
  set(operation, "x-resource", text(route.resource->name));
  set(operation, "x-kind", text(kind_word(route.kind)));
  if (route.action != nullptr && route.action->upload.limit > 0)
    set(operation, "x-upload", boolean(true));
  set(operation, "security", security_document(route));
  if (Node parameters = parameters_document(route, components); !parameters.items.empty())
    set(operation, "parameters", std::move(parameters));
  if (takes_filter(parameters_of(route)))
    set(operation, "x-filter", text(filter_component(*route.resource, components)));
  if (has_body(route)) set(operation, "requestBody", body_document(route));
  Node responses = object();
  add_good_answers(responses, route);
  for (const int status : refusals_of(route))
    set(responses, std::to_string(status), ref("responses", response_name(status)));
  set(responses, "default", ref("responses", "Other"));
  set(operation, "responses", std::move(responses));
  return operation;
}

}  // namespace vip::openapi
