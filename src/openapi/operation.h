#pragma once

#include "openapi/tree.h"
#include "schema/routes.h"

namespace vip::openapi {

// One route as an OpenAPI operation: what it takes, what it answers with, which scopes it asks for.
Node operation_document(const Route& route);

}  // namespace vip::openapi
