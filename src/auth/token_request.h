#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "http/message.h"

namespace vip {

// An error response of the token endpoint (RFC 6749 5.2). The description has only characters that
// the RFC permits, and nothing that the caller sent.
struct OAuthError {
  int status = 400;
  std::string_view error;
  std::string_view description;
};

// A token request in either of the two forms.
struct TokenRequest {
  // Empty if none were sent: they fail like wrong ones.
  std::string client_key, secret;
  std::optional<std::string> scope;
};

// Reads the documented form (JSON) or the standard one (form-urlencoded, with credentials in the
// body or as HTTP Basic).
tl::expected<TokenRequest, OAuthError> read_token_request(const http::RequestHead& head,
                                                          std::string_view body);

}  // namespace vip
