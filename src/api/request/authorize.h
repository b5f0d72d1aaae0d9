#pragma once

#include <string>

#include "core/result.h"
#include "platform/directory.h"
#include "schema/routes.h"

namespace vip {

// The scopes that an operation needs: its action's, and pii where needs_personal_data() says so.
// Else 403.
Result<void> check_scope(const Route& route, const ScopeSet& scopes);

// Whether the caller may see personal data of a resource.
bool may_see_personal(const Resource& resource, const ScopeSet& scopes);

// 403 with the WWW-Authenticate of RFC 6750, which names the scope that is missing.
tl::unexpected<Problem> insufficient_scope(std::string detail, const std::string& scope);

}  // namespace vip
