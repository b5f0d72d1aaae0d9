// Joins a domain's operations and schemas into one document.
//
// Why generated: a contract that is written by hand drifts from the behaviour of the server. Here
// both come from the same descriptors.

#include "openapi/generator.h"

#include <map>
#include <set>

#include "core/text.h"
#include "openapi/document_3_0.h"
#include "openapi/names.h"
#include "openapi/operation.h"
#include "openapi/postman.h"
#include "openapi/practice_examples.h"
#include "openapi/query_schema.h"
#include "openapi/resource_schema.h"
#include "openapi/responses.h"
#include "openapi/tree.h"
#include "schema/routes.h"

namespace vip {
namespace openapi {
namespace {

// What is alike in all operations and is said here once.
constexpr std::string_view kConventions =
    "Values: dates are `YYYY-MM-DD`; a date-time (`2020-05-01T00:00:00Z`, any offset) is taken for "
    "a "
    "date too, as the date that is written. A date-time without an offset is in the time zone of "
    "the "
    "tenant's main location. Decimals are JSON numbers, exact to the scale of their field "
    "(`x-scale`); a request may also quote them (`\"12.50\"`). A field without value is null. "
    "Absent "
    "are only personal fields (`x-pii`) without the `pii` scope, what `fields` does not name, "
    "embedded records (`x-embedded`: only with `include`, at most 100) and fields with a parameter "
    "of "
    "their own (`x-opt-in`). On create, null equals absent. A change is a merge patch (RFC 7396): "
    "absent fields stay as they are, null removes a value. The first member of a record is its "
    "id; "
    "`external-id` is its id in your own system, which only your business sees; `created-date` and "
    "`modified` say when it was made and last changed.\n\n"
    "Lists: `sort` orders them, by creation unless it stands; `fields` leaves only the named "
    "fields and "
    "the id; `include` embeds related records. `page` is absent when walked by cursor; "
    "`next-cursor` is absent on the last page; "
    "`total-at-least` stands in place of the totals where more than 10,000 match and `total=exact` "
    "was not asked for. Lists omit records that are out of use unless a parameter asks for them, "
    "with `modified-start` too. Each condition of `filter` may also be a parameter of its own: "
    "`last-name[starts-with]=Har`, or a member of a search body, which takes the parameters of its "
    "list "
    "so that personal data need not be in an address. In queries, `true`, `false`, "
    "`asc` "
    "and `desc` are taken in any case.\n\n"
    "Requests may have `traceparent` (W3C Trace Context) and `X-Correlation-Id`, your id of the "
    "call: 1 "
    "to 128 letters, digits, dots, underscores and hyphens. It is returned with the response and "
    "written to every log; if it is absent or of another form, the platform makes one. Responses "
    "have `X-Correlation-Id`, `Cache-Control` and `Vary`, those with one record `ETag` and "
    "`Last-Modified`, lists `ETag`: `If-None-Match` makes a GET 304. "
    "The answer to a write may have `warnings`. Operations list the "
    "statuses that depend on them; any may answer 401, 403, 406, 408, 413, 414, 415, 429, 431, 500 "
    "or 503 "
    "(`default`).\n\n"
    "Limits: body 1 MiB, header section 32 KiB, request target 8 KiB, JSON depth 32, 1,000 results "
    "per page, 100 values in a list of filter values, 200 characters in `q`.";

// OpenAPI's contact has no telephone number.
Node contact_document(const Domain& domain, const Support& support) {
  Node contact = object();
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) set(contact, name, text(value));
  };
  add("name", support.name.empty() ? domain.owner : support.name);
  add("url", support.url);
  add("email", support.email);
  add("x-telephone", support.phone);
  add("x-opening-hours", support.hours);
  return contact;
}

Node info_document(const Domain& domain, const OpenApiOptions& options) {
  const std::string docs = options.base + "/docs";
  std::string description = domain.description;
  if (!domain.support.empty()) description += "\n\n" + domain.support;
  description +=
      "\n\nEvery call needs an access token and the `Tenant-Id` header. How tokens, tenants, "
      "paging, filters, patches and errors work is the same in all domains: see [the guides](" +
      docs + "/).\n\n" + std::string(kConventions);
  if (const std::string support = to_string(options.support); !support.empty())
    description += "\n\nSupport: " + support + ".";
  Node made = object({{"title", text(domain.title)},
                      {"version", text(domain.version)},
                      {"description", text(description)}});
  if (Node contact = contact_document(domain, options.support); !contact.members.empty())
    set(made, "contact", std::move(contact));
  set(made, "license", object({{"name", text("All rights reserved")}, {"url", text(docs + "/")}}));
  return made;
}

// The domain's main resources come first, each followed by its subresources; libraries come last.
std::vector<const Resource*> in_reading_order(const Domain& domain) {
  std::vector<const Resource*> out;
  const auto add = [&](const Resource& resource, const auto& again) -> void {
    out.push_back(&resource);
    for (const auto& child : domain.resources)
      if (child->parent_resource == &resource) again(*child, again);
  };
  for (const bool library : {false, true})
    for (const auto& resource : domain.resources)
      if (resource->parent_resource == nullptr && resource->library == library) add(*resource, add);
  return out;
}

std::string first_sentence(const std::string& text) {
  const std::size_t end = text.find(". ");
  return end == std::string::npos ? text : text.substr(0, end + 1);
}

Node tags_document(const Domain& domain) {
  Node tags = array({});
  std::set<std::string> seen;
  const auto add = [&](const std::string& tag, const std::string& description) {
    if (!seen.insert(tag).second) return;
    Node entry = object({{"name", text(tag)}});
    if (!description.empty()) set(entry, "description", text(description));
    tags.items.push_back(std::move(entry));
  };
  for (const Resource* resource : in_reading_order(domain))
    if (!routes_of(*resource).empty())
      add(tag_of(*resource), first_sentence(resource->description));
  for (const auto& action : domain.actions) add(tag_of(*action), action->description);
  return tags;
}

std::string scope_description(std::string_view action, std::string_view subject) {
  const std::string verb = action == "remove"   ? "Delete"
                           : action == "update" ? "Change"
                           : action == "create" ? "Create"
                                                : "Read";
  return verb + " " + std::string(subject) + ".";
}

Node scopes_document(const Domain& domain) {
  std::map<std::string, std::string> scopes;
  for (const Route& route : routes_of(domain)) {
    const std::string action(action_of(route));
    const Resource& resource = *route.resource;
    scopes.emplace(resource.scope + ":" + action,
                   scope_description(action, "whatever this group holds"));
    scopes.emplace(resource.scope + "." + resource.name + ":" + action,
                   route.action != nullptr ? "Only: " + route.action->summary + "."
                                           : scope_description(action, "only: " + resource.plural));
    scopes.emplace(resource.scope + ":pii", "See and set personal data.");
  }
  Node out = object();
  for (const auto& [name, description] : scopes) set(out, name, text(description));
  return out;
}

Node security_schemes(const Domain& domain, const OpenApiOptions& options) {
  Node flow = object(
      {{"tokenUrl", text(options.base + "/oauth/token")}, {"scopes", scopes_document(domain)}});
  Node flows = object({{"clientCredentials", std::move(flow)}});
  return object(
      {{"oauth2", object({{"type", text("oauth2")},
                          {"description", text("A token in exchange for a client's id and secret; "
                                               "it is valid for all tenants of the client.")},
                          {"flows", std::move(flows)}})}});
}

Node paths_document(const Domain& domain, Components& components) {
  Node paths = object();
  for (const Route& route : routes_of(domain)) {
    const std::string path = braced(route.path);
    Node* item = nullptr;
    for (Member& existing : paths.members)
      if (existing.first == path) item = &existing.second;
    if (item == nullptr) {
      item = &set(paths, path, object());
      set(*item, "parameters", path_parameters_document(route, components));
    }
    std::string method(to_string(route.method));
    for (char& letter : method) letter = static_cast<char>(letter - 'A' + 'a');
    set(*item, method, operation_document(route, components));
  }
  return paths;
}

Node components_document(const Domain& domain, const OpenApiOptions& options,
                         Components& components) {
  add_common_schemas(components);
  for (const auto& resource : domain.resources) add_resource_schemas(components, *resource);
  for (const auto& action : domain.actions) add_action_schemas(components, *action);
  components.name_constants();
  Node out = object();
  set(out, "securitySchemes", security_schemes(domain, options));
  set(out, "parameters", std::move(components.parameters));
  set(out, "headers", shared_headers());
  set(out, "responses", shared_responses(options.base));
  set(out, "schemas", std::move(components.schemas));
  return out;
}

void collect_references(const Node& node, std::set<std::string, std::less<>>& out) {
  for (const Node& item : node.items) collect_references(item, out);
  for (const auto& [key, value] : node.members) {
    if (key == "$ref") out.insert(value.text);
    if (key == "x-filter") out.insert("#/components/schemas/" + value.text);
    collect_references(value, out);
  }
}

// Removes shared parts that nothing references: a domain of libraries has no use for If-Match.
// Parts that only a removed part references are removed in the next round.
void remove_unused(Node& document, Node& components) {
  for (std::size_t removed = 1; removed > 0;) {
    std::set<std::string, std::less<>> used;
    collect_references(document, used);
    collect_references(components, used);
    removed = 0;
    for (auto& [section, entries] : components.members) {
      if (section == "securitySchemes") continue;
      const std::string prefix = "#/components/" + section + "/";
      removed += std::erase_if(entries.members, [&](const Member& entry) {
        return !used.contains(prefix + entry.first);
      });
    }
  }
}

Node document_of(const Domain& domain, const OpenApiOptions& options) {
  const std::string server = options.base + "/" + domain.name + "/v1/api";
  Node document = object({{"openapi", text("3.1.0")}});
  set(document, "info", info_document(domain, options));
  set(document, "servers", array({object({{"url", text(server)}})}));
  set(document, "tags", tags_document(domain));
  Components named{domain};
  named.parameters = shared_parameters();
  set(document, "paths", paths_document(domain, named));
  Node components = components_document(domain, options, named);
  remove_unused(document, components);
  set(document, "components", std::move(components));
  if (options.examples != nullptr) show_practice(document, domain, *options.examples);
  return document;
}

}  // namespace
}  // namespace openapi

std::string to_string(const Support& support) {
  std::string out;
  const auto add = [&](std::string_view before, const std::string& part) {
    if (!part.empty()) out.append(out.empty() ? "" : ", ").append(before).append(part);
  };
  add("", support.name);
  add("", support.email);
  add("telephone ", support.phone);
  add("open ", support.hours);
  add("", support.url);
  return out;
}

std::string openapi_json(const Domain& domain, const OpenApiOptions& options) {
  return json::to_string(openapi::document_of(domain, options));
}

std::string openapi_committed(const Domain& domain) {
  return openapi::to_dense_json(openapi::document_of(domain, {std::string(kPublishedBase), {}}));
}

std::string openapi_yaml(const Domain& domain, const OpenApiOptions& options) {
  return openapi::to_yaml(openapi::document_of(domain, options));
}

std::string openapi_3_0_json(const Domain& domain, const OpenApiOptions& options) {
  return json::to_string(openapi::to_3_0(openapi::document_of(domain, options)));
}

std::string postman_json(const Domain& domain, const OpenApiOptions& options) {
  return json::to_string(openapi::to_postman(openapi::document_of(domain, options), options.base));
}

}  // namespace vip
