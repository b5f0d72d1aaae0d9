#pragma once

#include "openapi/tree.h"
#include "schema/action.h"
#include "schema/resource.h"

// The schemas of a resource: the whole thing, what a create and a patch take, a page of a list.

namespace vip::openapi {

// Adds <Name>, <Name>Create, <Name>Created, <Name>Patch, <Name>Page, <Name>Search, … as far as the
// resource offers them.
void add_resource_schemas(Node& schemas, const Resource& resource);
void add_action_schemas(Node& schemas, const Action& action);  // <Name>Input, <Name>Answer
void add_common_schemas(Node& schemas);                        // Problem, Warning

Node record_example(const Resource& resource);
Node create_example(const Resource& resource);
Node patch_example(const Resource& resource);

}  // namespace vip::openapi
