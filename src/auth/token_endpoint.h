#pragma once

#include <string_view>

#include "auth/failure_throttle.h"
#include "auth/token_issuer.h"
#include "auth/token_request.h"
#include "core/observation.h"
#include "http/message.h"
#include "platform/platform.h"

namespace vip {

// POST {base}/oauth/token (docs/contract.md 3): exchanges a client's key and secret for an access
// token. Needs no Tenant-Id and no Accept. The response has no X-Correlation-Id, which is added to
// all responses in one place.
class TokenEndpoint {
 public:
  static constexpr std::size_t kBodyLimit = 16 * 1024;

  TokenEndpoint(Platform& platform, TokenIdentity identity, std::chrono::seconds lifetime,
                ThrottleRates rates = {})
      : platform_{platform}, issuer_{platform, std::move(identity), lifetime}, throttle_{rates} {}

  // `address`: the client's, after trusted proxies. Every method gets a response (405, 204 for
  // OPTIONS). A client's first call writes to disk: call it on a thread that may wait a few
  // milliseconds.
  http::Response answer(const http::RequestHead& head, std::string_view body,
                        std::string_view address, std::string_view correlation_id);
  // The body could not be read: too large, too slow, malformed.
  static http::Response refuse(const Problem& problem);

 private:
  using Reason = event::TokenRefused::Reason;

  http::Response grant(const TokenRequest& request, std::string_view address,
                       std::string_view correlation_id);
  http::Response unauthenticated(const TokenRequest& request, std::string_view address,
                                 std::string_view correlation_id, Reason reason);
  http::Response refuse(const OAuthError& error, const TokenRequest& request,
                        std::string_view address, std::string_view correlation_id, Reason reason);

  Platform& platform_;
  TokenIssuer issuer_;
  FailureThrottle throttle_;
};

}  // namespace vip
