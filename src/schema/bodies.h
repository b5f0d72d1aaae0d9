#pragma once

#include <string>
#include <vector>

#include "schema/resource.h"

// Which fields a body takes: what a create and a patch accept, and what OpenAPI says that they
// accept.

namespace vip {

// In the declaration's order. The parent's id of a nested collection is taken from the path and
// stands in neither.
std::vector<const Field*> create_fields(const Resource& resource);
std::vector<const Field*> patch_fields(const Resource& resource);
// The name of a field in a create's body: its `create-as` name where it has one.
const std::string& create_name(const Field& field);

}  // namespace vip
