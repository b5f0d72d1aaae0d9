#pragma once

#include "openapi/components.h"
#include "openapi/tree.h"
#include "schema/action.h"
#include "schema/resource.h"

// The schemas of a resource: the whole thing, what a create and a patch take, a page of a list.

namespace vip::openapi {

// Adds <Name>, <Name>Create, <Name>Patch, <Name>Page, <Name>Search, <Name>Filter, … as far as the
// resource offers them.
void add_resource_schemas(Components& components, const Resource& resource);
void add_action_schemas(Components& components, const Action& action);  // <Name>Input, …Answer
void add_common_schemas(Components& components);                        // Problem, Warning, …

Node create_example(const Resource& resource);
Node patch_example(const Resource& resource);

}  // namespace vip::openapi
