// The last step of a document: what it is made of knows nothing of a practice, so that documents
// that are committed are the same everywhere.

#include "openapi/practice_examples.h"

#include <algorithm>
#include <set>

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
    if (call && !call->body.is(Node::Kind::null))
      if (Node* media = at(operation, {"requestBody", "content", "application/json"}))
        replace(*media, "example", call->body);
  }

  // The parameters of paths name a record that is there. An operation that needs another one than
  // the parameter shows, or whose body goes with it, says so.
  void show_paths(Node& document) const {
    Node* parameters = at(document, {"components", "parameters"});
    if (parameters == nullptr) return;
    for (const Route& route : routes_of(domain_)) {
      const Node* item = at(document, {"paths", braced(route.path)});
      Node* operation = at(document, {"paths", braced(route.path), method_of(route)});
      if (item == nullptr || operation == nullptr) continue;
      Node own = object();
      for (const auto& [name, id] : ids_of(route))
        if (show_id(*parameters, *item, name, id) != id) set(own, name, text(id));
      if (!own.members.empty()) set(*operation, "x-path-example", std::move(own));
    }
  }

  // A reference to each resource names a record that is there: the first one, since documents must
  // stay small.
  void show_references(Node& node, std::set<std::string>& seen) const {
    if (const Node* names = node.find("x-references")) {
      const std::string name = names->items.empty() ? names->text : names->items.front().text;
      const Node* type = node.find("type");
      const auto id = record_of(name);
      if (type != nullptr && id && seen.insert(name).second) {
        const bool list = json::to_string(*type).find("array") != std::string::npos;
        replace(node, "examples", array({list ? array({text(*id)}) : text(*id)}));
      }
    }
    for (Node& item : node.items) show_references(item, seen);
    for (Member& each : node.members) show_references(each.second, seen);
  }

 private:
  // The ids of a route's path: those that go with its body, or of any records.
  std::vector<std::pair<std::string, std::string>> ids_of(const Route& route) const {
    std::vector<std::pair<std::string, std::string>> out;
    const std::optional<ExampleCall> call = source_.call(route);
    for (const std::string& name : path_parameters(route.path)) {
      std::optional<std::string> id = id_named(name, route);
      if (call)
        for (const auto& [named, given] : call->path)
          if (named == name) id = to_string(given);
      if (id) out.emplace_back(name, *id);
    }
    return out;
  }

  // Shows the id at the parameter of the path, if none is there yet; gives the one that is.
  static std::string show_id(Node& parameters, const Node& item, std::string_view name,
                             const std::string& id) {
    for (const Node& reference : item.find("parameters")->items) {
      const std::string& place = reference.find("$ref")->text;
      Node* parameter = member(parameters, place.substr(place.rfind('/') + 1));
      if (parameter == nullptr || parameter->find("name")->text != name) continue;
      if (const Node* shown = parameter->find("example")) return shown->text;
      set(*parameter, "example", text(id));
      return id;
    }
    return {};
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
  shown.show_paths(document);
  std::set<std::string> seen;
  shown.show_references(document, seen);
}

}  // namespace vip::openapi
