#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/request/router.h"
#include "engine/record_input.h"
#include "schema/parameters.h"

// What the requests of each route may carry. It follows from the declarations alone, so that it is
// worked out once, at start.

namespace vip {

// The query parameters of an operation, and the names that their values may have.
struct QuerySchema {
  QuerySchema(const Resource& of_resource, std::vector<QueryParameter> known);
  // The names refer to its own texts.
  QuerySchema(QuerySchema&&) = default;
  QuerySchema& operator=(QuerySchema&&) = default;

  const QueryParameter* find(std::string_view name) const;

  const Resource* resource;
  std::vector<QueryParameter> parameters;
  std::vector<std::string_view> names;          // theirs
  std::vector<const Field*> sortable;           // of `sort`
  std::vector<const Field*> visible;            // of `fields`
  std::vector<std::string_view> visible_names;  // theirs
  std::vector<Include> includes;                // of `include`
  bool searches_personal_only = false;          // `q` looks into nothing but personal data
};

struct RouteSchema {
  std::vector<std::string> path_parameters;  // in order
  QuerySchema query;                         // of a search: the members of its body
  std::optional<BodySchema> body;            // of a create, a patch, an action that takes one
};

class RequestSchemas {
 public:
  explicit RequestSchemas(const Router& router);
  const RouteSchema& of(const Route& route) const { return schemas_.at(&route); }

 private:
  std::unordered_map<const Route*, RouteSchema> schemas_;
};

}  // namespace vip
