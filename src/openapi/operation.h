#pragma once

#include "openapi/components.h"
#include "openapi/tree.h"
#include "schema/routes.h"

namespace vip::openapi {

// One route as an OpenAPI operation: parameters, body, responses and required scopes.
Node operation_document(const Route& route, Components& components);
// The parameters of every operation at a route's path: its ids, and the headers of every call.
Node path_parameters_document(const Route& route, Components& components);

}  // namespace vip::openapi
