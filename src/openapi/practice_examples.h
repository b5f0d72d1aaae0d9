#pragma once

#include "openapi/tree.h"
#include "schema/example_source.h"

namespace vip::openapi {

// Shows records of a practice in a domain's document, in place of made-up ones: in the bodies and
// paths of operations, in answers, and as the example of every reference.
void show_practice(Node& document, const Domain& domain, const ExampleSource& source);

}  // namespace vip::openapi
