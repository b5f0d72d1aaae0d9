// The last step of a document: what it is made of knows nothing of a practice, so that documents
// that are committed are the same everywhere.

#include "openapi/practice_examples.h"

#include <algorithm>

#include "openapi/names.h"

namespace vip::openapi {
namespace {

Node* member(Node& object, std::string_view name) {
  const auto found = std::ranges::find(object.members, name, &Member::first);
  return found == object.members.end() ? nullptr : &found->second;
}

// Follows members by their names; null where one is missing.
Node* at(Node& node, std::initializer_list<std::string_view> path) {
  Node* found = &node;
  for (const std::string_view name : path) {
    found = member(*found, name);
    if (found == nullptr) return nullptr;
  }
  return found;
}

void replace(Node& object, std::string_view name, Node value) {
  if (Node* old = member(object, name))
    *old = std::move(value);
  else
    set(object, name, std::move(value));
}

std::string method_of(const Route& route) {
  std::string method(to_string(route.method));
  for (char& letter : method) letter = static_cast<char>(letter - 'A' + 'a');
  return method;
}

class Shown {
 public:
  Shown(const Domain& domain, const ExampleSource& source) : domain_{domain}, source_{source} {}

  void show(Node& operation, const Route& route) const {
    const std::optional<ExampleCall> call = source_.call(route);
    if (Node* parameters = member(operation, "parameters"))
      for (Node& parameter : parameters->items) show_path(parameter, route, call);
    if (call && !call->body.is(Node::Kind::null))
      if (Node* media = at(operation, {"requestBody", "content", "application/json"}))
        replace(*media, "example", call->body);
    if (route.kind != RouteKind::read && route.kind != RouteKind::singleton_read) return;
    const Node* record = source_.record(*route.resource);
    Node* media = at(operation, {"responses", "200", "content", "application/json"});
    if (record != nullptr && media != nullptr) replace(*media, "example", *record);
  }

  // The schemas of references name a record that is there.
  void show_references(Node& node) const {
    if (const Node* names = node.find("x-references"))
      if (const auto id = record_of(names->items.empty() ? names->text : names->items.front().text))
        if (Node* examples = member(node, "examples")) {
          const Node* type = node.find("type");
          const bool list =
              type != nullptr && json::to_string(*type).find("array") != std::string::npos;
          *examples = array({list ? array({text(*id)}) : text(*id)});
        }
    for (Node& item : node.items) show_references(item);
    for (Member& each : node.members) show_references(each.second);
  }

 private:
  void show_path(Node& parameter, const Route& route,
                 const std::optional<ExampleCall>& call) const {
    const Node* in = parameter.find("in");
    if (in == nullptr || in->text != "path") return;
    const std::string& name = parameter.find("name")->text;
    if (call)
      for (const auto& [named, id] : call->path)
        if (named == name) return replace(parameter, "example", text(to_string(id)));
    if (const auto id = id_named(name, route)) replace(parameter, "example", text(*id));
  }

  // The id of the record that a path's parameter names: by the name of a resource's id.
  std::optional<std::string> id_named(std::string_view name, const Route& route) const {
    std::vector<const Resource*> candidates{route.resource, route.resource->parent_resource};
    if (route.listed_at != nullptr) candidates.push_back(route.listed_at->parent_resource);
    for (const auto& resource : domain_.resources) candidates.push_back(resource.get());
    for (const Resource* resource : candidates) {
      if (resource == nullptr || resource->id_field < 0 || resource->id().name != name) continue;
      if (auto id = id_of(*resource)) return id;
    }
    const Field* field = route.resource->find(name);
    return field != nullptr && field->target != nullptr ? id_of(*field->target) : std::nullopt;
  }

  std::optional<std::string> id_of(const Resource& resource) const {
    const Node* record = source_.record(resource);
    if (record == nullptr) return std::nullopt;
    return record->find(resource.id().name)->text;
  }

  // "contacts", or "contact-management/contacts".
  std::optional<std::string> record_of(const std::string& name) const {
    for (const Resource* resource : source_.resources())
      if (resource->domain->name + "/" + resource->name == name ||
          (resource->domain == &domain_ && resource->name == name))
        return id_of(*resource);
    return std::nullopt;
  }

  const Domain& domain_;
  const ExampleSource& source_;
};

}  // namespace

void show_practice(Node& document, const Domain& domain, const ExampleSource& source) {
  const Shown shown{domain, source};
  for (const Route& route : routes_of(domain))
    if (Node* operation = at(document, {"paths", braced(route.path), method_of(route)}))
      shown.show(*operation, route);
  shown.show_references(document);
}

}  // namespace vip::openapi
