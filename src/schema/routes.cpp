// Routes follow from a descriptor by a few fixed rules; there is no other place that makes one.
//
// Why a list of values and not a router: matching, documents and tests each want their own view of
// the same facts.

#include "schema/routes.h"

#include <algorithm>

#include "schema/bodies.h"

namespace vip {

std::string_view to_string(RouteMethod method) {
  switch (method) {
    case RouteMethod::get:
      return "GET";
    case RouteMethod::post:
      return "POST";
    case RouteMethod::patch:
      return "PATCH";
    case RouteMethod::del:
      return "DELETE";
  }
  return {};
}

std::string_view action_of(const Route& route) {
  switch (route.kind) {
    case RouteKind::action:
      return route.action->needs;
    case RouteKind::create:
    case RouteKind::singleton_create:
      return "create";
    case RouteKind::patch:
      return "update";
    case RouteKind::remove:
      return "remove";
    case RouteKind::list:
    case RouteKind::search:
    case RouteKind::duplicates:
    case RouteKind::read:
    case RouteKind::singleton_read:
    case RouteKind::listed_at:
    case RouteKind::legacy_list:
    case RouteKind::deleted:
      return "read";
  }
  return {};
}

namespace {

// The field of the resource itself, or of a relation: "addresses.postcode".
const Field& named_by_sign(const Resource& resource, std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return resource.field(name);
  const auto relation = std::ranges::find(resource.relations, name.substr(0, dot), &Relation::name);
  return relation->target->field(name.substr(dot + 1));
}

// Which records agree in fields with personal data is personal data too.
bool signs_are_personal(const Resource& resource) {
  return std::ranges::any_of(resource.duplicates, [&](const DuplicateSign& sign) {
    return std::ranges::any_of(
        sign.fields, [&](const std::string& name) { return named_by_sign(resource, name).pii; });
  });
}

bool requires_personal_field(const Resource& resource) {
  return std::ranges::any_of(create_fields(resource),
                             [](const Field* field) { return field->required && field->pii; });
}

}  // namespace

bool needs_personal_data(const Route& route) {
  switch (route.kind) {
    case RouteKind::action:
      return route.action->pii || requires_personal_field(*route.resource);
    case RouteKind::create:
    case RouteKind::singleton_create:
      return requires_personal_field(*route.resource);
    case RouteKind::duplicates:
      return signs_are_personal(*route.resource);
    default:
      return false;
  }
}

std::string scope_of(const Route& route) {
  return route.resource->scope + ":" + std::string(action_of(route));
}

std::vector<std::string> path_parameters(std::string_view path) {
  std::vector<std::string> names;
  for (std::size_t colon = path.find("/:"); colon != std::string_view::npos;
       colon = path.find("/:", colon + 1)) {
    const std::size_t begin = colon + 2;
    names.emplace_back(path.substr(begin, path.find_first_of("/.", begin) - begin));
  }
  return names;
}

std::vector<Route> routes_of(const Resource& resource) {
  std::vector<Route> routes;
  const auto add = [&](bool offered, RouteKind kind, RouteMethod method, std::string path,
                       const ListedAt* listed_at = nullptr) {
    if (offered) routes.push_back({kind, method, std::move(path), &resource, listed_at, nullptr});
  };
  const Operations& offers = resource.operations;
  const std::string& collection = resource.collection_path;
  if (resource.singleton) {
    add(offers.read, RouteKind::singleton_read, RouteMethod::get, collection);
    add(offers.create, RouteKind::singleton_create, RouteMethod::post, collection);
    return routes;
  }
  add(offers.list, RouteKind::list, RouteMethod::get, collection);
  add(offers.create, RouteKind::create, RouteMethod::post, collection);
  add(offers.list && resource.searchable, RouteKind::search, RouteMethod::post,
      collection + "/search");
  add(!resource.duplicates.empty(), RouteKind::duplicates, RouteMethod::get,
      collection + "/duplicates");
  add(offers.read, RouteKind::read, RouteMethod::get, resource.item_path);
  add(offers.patch, RouteKind::patch, RouteMethod::patch, resource.item_path);
  add(offers.remove, RouteKind::remove, RouteMethod::del, resource.item_path);
  for (const std::string& place : resource.path_aliases) {
    add(offers.list, RouteKind::list, RouteMethod::get, place);
    add(offers.create, RouteKind::create, RouteMethod::post, place);
  }
  for (const ListedAt& place : resource.listed_at)
    add(true, RouteKind::listed_at, RouteMethod::get, place.path, &place);
  add(!resource.legacy_list.empty(), RouteKind::legacy_list, RouteMethod::get,
      resource.legacy_list);
  add(resource.deleted_records != nullptr, RouteKind::deleted, RouteMethod::get,
      resource.deleted_path);
  return routes;
}

std::vector<Route> routes_of(const Domain& domain) {
  std::vector<Route> routes;
  for (const auto& resource : domain.resources) {
    std::vector<Route> own = routes_of(*resource);
    routes.insert(routes.end(), std::make_move_iterator(own.begin()),
                  std::make_move_iterator(own.end()));
  }
  for (const auto& action : domain.actions)
    routes.push_back({RouteKind::action, action->posts ? RouteMethod::post : RouteMethod::get,
                      action->path, action->input.get(), nullptr, action.get()});
  return routes;
}

}  // namespace vip
