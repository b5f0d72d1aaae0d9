#pragma once

#include "schema/field.h"

namespace vip {

// Whether exactly one record carries the flag: of the parent, or of the tenant.
bool is_exclusive(const Field& field);

}  // namespace vip
