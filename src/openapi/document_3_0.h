#pragma once

#include "openapi/tree.h"

namespace vip::openapi {

// The same contract as OpenAPI 3.0.3, for tools that do not read 3.1. What 3.0 cannot say is left
// out: conditions of a body (`if`), and what stands beside a reference.
Node to_3_0(const Node& document);

}  // namespace vip::openapi
