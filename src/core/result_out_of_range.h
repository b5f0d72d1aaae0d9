#pragma once

#include "core/error_codes.h"

namespace vip::errors {

// What a rule computes from accepted values cannot be represented: a due date after the year 9999,
// an amount beyond what is kept. On the wire it is `out-of-range`, as for a value that was sent,
// but the request was well formed: 422. One name has one place in the list of codes, which has the
// 400.
inline constexpr ErrorDefinition result_out_of_range{out_of_range.name, 422, out_of_range.title};

}  // namespace vip::errors
