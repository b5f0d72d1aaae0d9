#pragma once

#include "admin/admin_service.h"

namespace vip::admin {

// "sandbox" or "production"; sandbox when absent.
Environment read_environment(const Arguments& arguments);
// The scopes named by an argument, each known; "all" and "all-but-pii" stand for what they say.
ScopeSet read_scopes(const AdminContext& context, const Arguments& arguments,
                     std::string_view name);

}  // namespace vip::admin
