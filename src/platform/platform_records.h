#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "platform/directory.h"

// The platform's own records as stored in platform.db.

namespace vip {

// An integrator, or a customer whose practices have their data here.
struct Party {
  Uuid id;
  std::string name;
  Instant created;
};

struct ClientRecord {
  Client client;
  Instant created;
};

struct ClientSecret {
  Uuid id;
  Uuid client;
  Digest mac{};
  Instant created;
  std::optional<Instant> expires;
};

struct TenantRecord {
  Tenant tenant;
  Instant created;
};

struct GrantRecord {
  Uuid id;
  Grant grant;
  std::optional<Instant> revoked;
};

enum class KeyState : std::uint8_t {
  next,     // published, not used yet, so that verifiers know it before its first signature
  current,  // signs
  retired,  // signs nothing new; its tokens stay valid until they expire
  ended,    // its tokens are refused; the private part is deleted
};

struct SigningKeyRecord {
  std::string kid;
  KeyState state = KeyState::next;
  Instant created;
  std::optional<Instant> retired;
  std::string sealed;  // the private key, encrypted; empty once ended
};

// A token that was revoked before its end.
struct RevokedToken {
  std::string id;  // jti
  Instant expires;
};

// Scopes that a token refers to by their digest, because they are too many for its claims.
struct ReferredScopes {
  Uuid client;
  std::string digest;
  ScopeSet scopes;
  Instant expires;  // of the last token that refers to them
};

struct PlatformRecords {
  std::vector<Party> businesses, customers;
  std::vector<ClientRecord> clients;
  std::vector<ClientSecret> secrets;
  std::vector<TenantRecord> tenants;
  std::vector<GrantRecord> grants;
  std::vector<SigningKeyRecord> keys;
  std::vector<RevokedToken> revoked_tokens;
  std::vector<ReferredScopes> referred_scopes;
};

}  // namespace vip
