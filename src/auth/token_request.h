#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "http/message.h"

namespace vip {

// An error answer of the token endpoint (RFC 6749 5.2). The description has only characters that
// the RFC admits and nothing that the caller sent.
struct OAuthError {
  int status = 400;
  std::string_view error;
  std::string_view description;
};

// What is asked of the token endpoint, whichever of the two forms it came in.
struct TokenRequest {
  // Empty when none were sent: they fail like wrong ones.
  std::string client_key, secret;
  std::optional<std::string> scope;
};

// Reads the documented form (JSON) or the standard one (form-urlencoded, credentials in it or as
// HTTP Basic).
tl::expected<TokenRequest, OAuthError> read_token_request(const http::RequestHead& head,
                                                          std::string_view body);

}  // namespace vip
