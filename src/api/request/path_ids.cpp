#include "api/request/path_ids.h"

namespace vip {

PathIds read_path_ids(const std::vector<std::string>& names,
                      const std::vector<std::string>& values) {
  PathIds path;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto id = parse_uuid(values[i]);
    if (!id)
      path.errors.push_back(at_parameter(names[i], errors::invalid_uuid,
                                         "Expected a UUID of 36 characters in the path."));
    path.ids.push_back(id.value_or(Uuid{}));
  }
  return path;
}

ParentKey parent_of(const Route& route, const std::vector<Uuid>& ids) {
  if (ids.empty()) return {};
  if (route.listed_at != nullptr) return {route.listed_at->parent_resource, ids.front()};
  const bool names_record = route.kind == RouteKind::read || route.kind == RouteKind::patch ||
                            route.kind == RouteKind::remove;
  if (names_record || route.resource->parent_resource == nullptr) return {};
  return {route.resource->parent_resource, ids.front()};
}

Problem join_errors(std::vector<FieldError> errors, Problem problem) {
  if (errors.empty()) return problem;
  if (info(problem.code).status == 400)
    for (FieldError& error : problem.errors) errors.push_back(std::move(error));
  return fail(std::move(errors)).value();
}

}  // namespace vip
