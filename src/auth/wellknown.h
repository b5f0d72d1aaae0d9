#pragma once

#include <string>
#include <vector>

#include "http/message.h"
#include "platform/key_ring.h"

namespace vip {

// {base}/.well-known/jwks.json (RFC 7517): the public keys, including the next one.
http::Response jwks_response(const KeyRing& keys);

// {base}/.well-known/oauth-authorization-server (RFC 8414). `issuer` is the base URL, without
// trailing slash.
http::Response metadata_response(const std::string& issuer, const std::vector<std::string>& scopes);

}  // namespace vip
