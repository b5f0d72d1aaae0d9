#pragma once

#include <string>

#include "auth/caller.h"
#include "core/result.h"
#include "http/message.h"

namespace vip {

class TokenVerifier;

// The stages authenticate and admit of a request's path (docs/contract.md 5). Verified tokens are
// cached by digest until they expire; the client's state, its allow-list and the grant are looked
// up for every call.
class Authenticator {
 public:
  Authenticator(const Directory& directory, const TokenVerifier& verifier, const Clock& clock)
      : directory_{directory}, verifier_{verifier}, clock_{clock} {}

  // 401 with WWW-Authenticate, then 403 address-not-allowed. `address`: the client's, after trusted
  // proxies.
  Result<Caller> authenticate(const http::Headers& headers, std::string_view address) const;
  // 400 for the Tenant-Id header, then 403 tenant-not-granted (unknown and not granted alike).
  Result<TenantAccess> admit(Caller caller, const http::Headers& headers) const;

 private:
  const Directory& directory_;
  const TokenVerifier& verifier_;
  const Clock& clock_;
};

// Verifies compact JWS access tokens (RFC 7515, RFC 9068) with the platform's keys.
class TokenVerifier {
 public:
  virtual ~TokenVerifier() = default;
  virtual Result<std::shared_ptr<const TokenClaims>> verify(std::string_view token,
                                                            Instant now) const = 0;
};

// Whether a client may call from an address: its allow-list, which is required in production and
// optional in the sandbox.
bool is_allowed_from(const Client& client, std::string_view address);

// The address of the client: the peer, or an address of X-Forwarded-For or Forwarded if the peer is
// a trusted proxy. The header is read from the right to the first address that is not a trusted
// proxy (docs/contract.md 4). A malformed hop ends the search at the last valid one. Where both
// headers stand and give different addresses, neither counts.
std::string client_address(const http::RequestHead& head,
                           const std::vector<AddressRange>& trusted_proxies);

}  // namespace vip
