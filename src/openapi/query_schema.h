#pragma once

#include <vector>

#include "openapi/tree.h"
#include "schema/parameters.h"

// Query parameters as OpenAPI describes them, and the same as members of a search body.

namespace vip::openapi {

// Parameters of all lists are references; those of a field are inline.
std::vector<Node> parameter_documents(const Resource& resource,
                                      const std::vector<QueryParameter>& parameters);
Node shared_parameters();  // components/parameters: headers and paging
Node path_parameter(std::string_view name, const Resource& resource);
Node search_schema(const Resource& resource);

}  // namespace vip::openapi
