#pragma once

#include "schema/routes.h"
#include "openapi/tree.h"

namespace vip::openapi {

// One route as an OpenAPI operation: what it takes, what it answers with, which scopes it asks for.
Node operation_document(const Route& route);

}  // namespace vip::openapi
