// Scopes follow from the declarations, so that a typing error in a command is found before a client
// is given a scope that nothing asks for.

#include "admin/known_scopes.h"

#include <array>

#include "core/text.h"
#include "schema/resource.h"
#include "schema/routes.h"

namespace vip {
namespace {

constexpr std::array<std::string_view, 5> kActions{"create", "pii", "read", "remove", "update"};

std::string scope_of(std::string_view group, std::string_view action) {
  return std::string{group}.append(1, ':').append(action);
}

}  // namespace

KnownScopes::KnownScopes(const Catalogue& catalogue) {
  for (const auto& domain : catalogue.domains) {
    for (const auto action : kActions) {
      wide_.insert(scope_of(domain->scope, action));
      for (const auto& resource : domain->resources) {
        wide_.insert(scope_of(resource->scope, action));
        narrow_.insert(scope_of(resource->scope + "." + resource->name, action));
      }
    }
    // What the documents publish: of every route, those of actions too.
    for (const Route& route : routes_of(*domain)) {
      const Resource& asked = *route.resource;
      wide_.insert(scope_of(asked.scope, action_of(route)));
      narrow_.insert(scope_of(asked.scope + "." + asked.name, action_of(route)));
    }
  }
}

ScopeSet KnownScopes::all(bool with_personal) const {
  ScopeSet::Names names;
  for (const auto& name : wide_)
    if (with_personal || !name.ends_with(":pii")) names.insert(name);
  return ScopeSet{std::move(names)};
}

bool KnownScopes::knows(std::string_view scope) const {
  return wide_.contains(scope) || narrow_.contains(scope);
}

std::string KnownScopes::nearest(std::string_view scope) const {
  std::vector<std::string_view> candidates{wide_.begin(), wide_.end()};
  candidates.insert(candidates.end(), narrow_.begin(), narrow_.end());
  return std::string{vip::nearest(scope, candidates)};
}

std::vector<std::string> KnownScopes::names() const { return {wide_.begin(), wide_.end()}; }

}  // namespace vip
