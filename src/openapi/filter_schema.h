#pragma once

#include <string>

#include "openapi/components.h"
#include "openapi/tree.h"
#include "schema/parameters.h"

// Conditions of lists: the operators of a filter as members of one component for each resource.

namespace vip::openapi {

Node list_of(Node item);  // an array that is not empty
// What one operator of a filter is compared with.
Node condition_schema(const QueryParameter& parameter, Components& components);
// Adds the schema of a list's conditions and gives its name: what `x-filter` of an operation says.
std::string filter_component(const Resource& resource, Components& components);

}  // namespace vip::openapi
