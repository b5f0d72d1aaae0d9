#pragma once

#include "core/requester.h"

namespace vip {

class TenantAccess;

// The right to use one tenant's data. The store takes nothing else, so that code without an
// admitted tenant cannot ask a question: for requests, only TenantAccess makes one, which only the
// authenticator makes.
class TenantKey {
 public:
  // For work that no request asks for: jobs, the commands of an operator, the demo practice, tests.
  // scripts/check-layering has the list of modules that may call it; src/api is not among them.
  static TenantKey for_internal_work(const Uuid& tenant) { return TenantKey{tenant}; }

  const Uuid& tenant() const { return requester_.tenant; }
  // With the client that asks, nil for internal work: work is done in turn by it.
  const Requester& requester() const { return requester_; }

 private:
  friend class TenantAccess;
  explicit TenantKey(const Uuid& tenant, const Uuid& client = {}) : requester_{tenant, client} {}
  Requester requester_;
};

}  // namespace vip
