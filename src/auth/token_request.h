#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "http/message.h"

namespace vip {

// An error response of the token endpoints (RFC 6749 5.2). The description has only characters that
// the RFC permits, and of what the caller sent only well-formed scopes.
struct OAuthError {
  int status = 400;
  std::string_view error;
  std::string description;
};

// The endpoints that clients authenticate to: RFC 6749 3.2, RFC 7009, RFC 7662.
enum class TokenOperation : std::uint8_t { issue, revoke, introspect };

// A token request in either of the two forms.
struct TokenRequest {
  // Empty if none were sent: they fail like wrong ones.
  std::string client_key, secret;
  std::optional<std::string> scope;
  std::optional<std::string> token;  // to be revoked or introspected
};

// Reads a request to one of the endpoints. Reads the documented form (JSON) or the standard one
// (form-urlencoded, with credentials in the body or as HTTP Basic).
tl::expected<TokenRequest, OAuthError> read_token_request(TokenOperation operation,
                                                          const http::RequestHead& head,
                                                          std::string_view body);

}  // namespace vip
