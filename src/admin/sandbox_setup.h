#pragma once

#include <string>

#include "admin/known_scopes.h"
#include "platform/platform.h"

namespace vip {

struct SandboxAccess {
  std::string url;
  std::string client_id, client_secret;  // of a client with all scopes, granted both tenants
  Uuid tenant, tenant_2;
  // Of another business's client, without personal data, granted the first tenant.
  std::string limited_client_id, limited_client_secret;
};

// Makes, once, what the sandbox needs: two businesses, a customer with two tenants, two clients and
// their grants; gives the clients the scopes that there are now; and writes how to reach them to a
// file of mode 0600 that a shell can read (VIP_URL, VIP_CLIENT_ID, …). Secrets are kept while the
// file has them; when it is lost, new ones take their place.
SandboxAccess ensure_sandbox(Platform& platform, const KnownScopes& scopes, const std::string& url,
                             const std::string& credentials_file);

}  // namespace vip
