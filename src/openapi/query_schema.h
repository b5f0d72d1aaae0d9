#pragma once

#include <vector>

#include "openapi/tree.h"
#include "schema/parameters.h"

// Query parameters as OpenAPI describes them, and the same as members of a search body.

namespace vip::openapi {

// Parameters that every list shares are referred to; those of a field stand in full.
std::vector<Node> parameter_documents(const Resource& resource,
                                      const std::vector<QueryParameter>& parameters);
Node shared_parameters();  // components/parameters: headers and the paging words
Node path_parameter(std::string_view name, const Resource& resource);
Node search_schema(const Resource& resource);

}  // namespace vip::openapi
