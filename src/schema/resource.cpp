#include "schema/resource.h"

#include <algorithm>
#include <stdexcept>

#include "schema/action.h"
#include "schema/migration.h"

namespace vip {

const Field* Resource::find(std::string_view field_name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == field_name; });
  return found == fields.end() ? nullptr : &*found;
}

const Field& Resource::field(std::string_view field_name) const {
  if (const Field* found = find(field_name)) return *found;
  throw std::logic_error{file + ": no field is named " + std::string{field_name}};
}

const Resource& Resource::referenced(std::string_view field_name) const {
  if (const Resource* target = field(field_name).target) return *target;
  throw std::logic_error{file + ": " + std::string{field_name} +
                         " refers to nothing that is loaded"};
}

Domain::Domain() = default;
Domain::~Domain() = default;

const Resource* Domain::find(std::string_view resource_name) const {
  for (const auto& resource : resources) {
    if (resource->name == resource_name) return resource.get();
  }
  return nullptr;
}

const Domain* Catalogue::domain(std::string_view name) const {
  for (const auto& candidate : domains) {
    if (candidate->name == name) return candidate.get();
  }
  return nullptr;
}

const Resource* Catalogue::find(std::string_view path) const {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return nullptr;
  const Domain* owner = domain(path.substr(0, slash));
  return owner == nullptr ? nullptr : owner->find(path.substr(slash + 1));
}

const Resource& Catalogue::resource(std::string_view path) const {
  if (const Resource* found = find(path)) return *found;
  throw std::logic_error{"no resource " + std::string{path} + " is declared"};
}

const Action* Catalogue::find_action(std::string_view path) const {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return nullptr;
  const Domain* owner = domain(path.substr(0, slash));
  if (owner == nullptr) return nullptr;
  for (const auto& action : owner->actions) {
    if (action->name == path.substr(slash + 1)) return action.get();
  }
  return nullptr;
}

std::vector<std::pair<const Resource*, const Field*>> Catalogue::referrers(
    const Resource& target) const {
  std::vector<std::pair<const Resource*, const Field*>> found;
  for (const Resource* resource : all()) {
    for (const Field& field : resource->fields) {
      const bool one_of = std::ranges::find(field.any_targets, &target) != field.any_targets.end();
      if (field.target == &target || one_of) found.emplace_back(resource, &field);
    }
  }
  return found;
}

std::vector<const Resource*> Catalogue::all() const {
  std::vector<const Resource*> resources;
  for (const auto& domain : domains) {
    for (const auto& resource : domain->resources) resources.push_back(resource.get());
  }
  return resources;
}

}  // namespace vip
