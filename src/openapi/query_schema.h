#pragma once

#include <string>
#include <vector>

#include "openapi/components.h"
#include "openapi/tree.h"
#include "schema/parameters.h"

// Query parameters as OpenAPI describes them, and the same as members of a search body.

namespace vip::openapi {

// References to the parameters of an operation. All filters by fields are one parameter, `filter`.
std::vector<Node> parameter_references(const Resource& resource,
                                       const std::vector<QueryParameter>& parameters,
                                       Components& components);
Node shared_parameters();  // components/parameters: headers and paging
Node path_parameter(std::string_view name, const Resource& resource);
Node search_schema(const Resource& resource, Components& components);

}  // namespace vip::openapi
