#pragma once

#include "openapi/tree.h"
#include "schema/routes.h"

namespace vip::openapi {

// One route as an OpenAPI operation: parameters, body, responses and required scopes.
Node operation_document(const Route& route);

}  // namespace vip::openapi
