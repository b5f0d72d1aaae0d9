#include "api/request/request_schemas.h"

#include <algorithm>

namespace vip {
namespace {

std::optional<BodySchema> body_schema_of(const Route& route) {
  switch (route.kind) {
    case RouteKind::create:
    case RouteKind::singleton_create:
    case RouteKind::action:
      return create_schema(*route.resource);
    case RouteKind::patch:
      return patch_schema(*route.resource);
    default:
      return std::nullopt;
  }
}

RouteSchema schema_of(const Route& route) {
  const bool in_body = route.kind == RouteKind::search;
  const bool of_deleted = route.kind == RouteKind::deleted;
  return {path_parameters(route.path),
          {of_deleted ? *route.resource->deleted_records : *route.resource,
           in_body ? search_parameters(*route.resource) : parameters_of(route)},
          body_schema_of(route)};
}

}  // namespace

QuerySchema::QuerySchema(const Resource& of_resource, std::vector<QueryParameter> known)
    : resource{&of_resource},
      parameters{std::move(known)},
      sortable{sort_fields(of_resource)},
      visible{visible_fields(of_resource)},
      includes{vip::includes(of_resource)} {
  for (const QueryParameter& parameter : parameters) names.push_back(parameter.name);
  if (takes_filter(parameters)) names.push_back(kFilterParameter);
  for (const Field* field : visible) visible_names.push_back(field->name);
  searches_personal_only = std::ranges::all_of(searched_fields(of_resource), &Field::pii);
}

const QueryParameter* QuerySchema::find(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &QueryParameter::name);
  return found == parameters.end() ? nullptr : &*found;
}

RequestSchemas::RequestSchemas(const Router& router) {
  router.each([this](const Route& route) { schemas_.emplace(&route, schema_of(route)); });
}

}  // namespace vip
