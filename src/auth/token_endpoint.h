#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "auth/failure_throttle.h"
#include "auth/token_issuer.h"
#include "auth/token_request.h"
#include "auth/token_verifier.h"
#include "core/observation.h"
#include "http/message.h"
#include "platform/platform.h"

namespace vip {

// POST {base}/oauth/token (docs/contract.md 3): exchanges a client's key and secret for an access
// token. Beside it /oauth/revoke (RFC 7009) and /oauth/introspect (RFC 7662), where a client
// authenticates alike and acts on its own tokens. They need no Tenant-Id and no Accept. The
// responses have no X-Correlation-Id, which is added to all responses in one place.
class TokenEndpoint {
 public:
  static constexpr std::size_t kBodyLimit = 16 * 1024;

  TokenEndpoint(Platform& platform, const TokenIdentity& identity, std::chrono::seconds lifetime,
                ThrottleRates rates = {})
      : platform_{platform},
        issuer_{platform, identity, lifetime},
        verifier_{platform, identity},
        throttle_{rates} {}

  // None if the path is of another endpoint.
  static std::optional<TokenOperation> operation_at(std::string_view path);

  // `address`: the client's, after trusted proxies. Every method gets a response (405, 204 for
  // OPTIONS). A client's first call, and a revocation, write to disk: call it on a thread that may
  // wait a few milliseconds.
  http::Response answer(TokenOperation operation, const http::RequestHead& head,
                        std::string_view body, std::string_view address,
                        std::string_view correlation_id);
  void set_failure_rates(ThrottleRates rates) { throttle_.set_rates(rates); }
  // The body could not be read: too large, too slow, malformed.
  static http::Response refuse(const Problem& problem);

 private:
  using Reason = event::TokenRefused::Reason;
  using Caller = TokenCaller;

  // The client, or the response that refuses it: one path for all failures.
  tl::expected<std::shared_ptr<const Client>, http::Response> authenticate(
      const TokenRequest& request, const Caller& caller);
  http::Response issue(const std::shared_ptr<const Client>& client, const TokenRequest& request,
                       const Caller& caller);
  http::Response revoke(const Client& client, const TokenRequest& request, const Caller& caller);
  http::Response introspect(const Client& client, const TokenRequest& request);
  http::Response unauthenticated(const TokenRequest& request, const Caller& caller, Reason reason);
  static http::Response refuse(const OAuthError& error, const TokenRequest& request,
                               const Caller& caller, Reason reason);

  Platform& platform_;
  TokenIssuer issuer_;
  PlatformTokenVerifier verifier_;
  FailureThrottle throttle_;
};

}  // namespace vip
