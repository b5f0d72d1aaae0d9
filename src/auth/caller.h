#pragma once

#include <memory>
#include <string>
#include <utility>

#include "platform/directory.h"
#include "store/tenant_key.h"

namespace vip {

// The claims of a verified token.
struct TokenClaims {
  std::string client_key;
  ScopeSet scopes;
  Instant issued, expires;
  std::string id;  // jti
  // The digest of scopes that are too many for a token; `scopes` is empty until they are looked up.
  std::string scope_reference = {};
};

// An authenticated caller: an active client with a valid token from an allowed address. Only
// authenticate() constructs one.
class Caller {
 public:
  const Client& client() const { return *client_; }
  const ScopeSet& scopes() const { return scopes_; }  // the token's ∩ the client's current scopes

 private:
  friend class Authenticator;
  Caller(std::shared_ptr<const Client> client, ScopeSet scopes)
      : client_{std::move(client)}, scopes_{std::move(scopes)} {}
  std::shared_ptr<const Client> client_;
  ScopeSet scopes_;
};

// A caller admitted to a tenant. Only Authenticator::admit() constructs one, and a request has no
// other way to the key that every query of the store needs.
class TenantAccess {
 public:
  const Caller& caller() const { return caller_; }
  const Tenant& tenant() const { return *tenant_; }
  TenantKey key() const { return TenantKey{tenant_->id, caller_.client().id}; }
  const ScopeSet& scopes() const { return scopes_; }  // narrowed by the grant

 private:
  friend class Authenticator;
  TenantAccess(Caller caller, std::shared_ptr<const Tenant> tenant, ScopeSet scopes)
      : caller_{std::move(caller)}, tenant_{std::move(tenant)}, scopes_{std::move(scopes)} {}
  Caller caller_;
  std::shared_ptr<const Tenant> tenant_;
  ScopeSet scopes_;
};

}  // namespace vip
