#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "http/message.h"
#include "platform/key_ring.h"

namespace vip {

// {base}/.well-known/jwks.json (RFC 7517): the public keys, including the next one.
http::Response jwks_response(const KeyRing& keys);

// {base}/.well-known/oauth-authorization-server (RFC 8414). `issuer` is the base URL, without
// trailing slash.
// The same at {base}/.well-known/openid-configuration, where libraries look by default: with the
// members that OpenID Connect Discovery 1.0 requires, although there are no ID tokens.
enum class MetadataKind : std::uint8_t { oauth, openid };
http::Response metadata_response(const std::string& issuer, const std::vector<std::string>& scopes,
                                 MetadataKind kind = MetadataKind::oauth);

}  // namespace vip
