#pragma once

#include "admin/operator_service.h"

namespace vip::operators {

// "sandbox" or "production"; sandbox when absent.
Environment read_environment(const Arguments& arguments);
// The scopes named by an argument, each known; "all" and "all-but-pii" stand for what they say.
ScopeSet read_scopes(const OperatorContext& context, const Arguments& arguments,
                     std::string_view name);

}  // namespace vip::operators
