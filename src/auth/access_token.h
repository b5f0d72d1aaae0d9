#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "auth/caller.h"
#include "platform/key_ring.h"

namespace vip {

// Issuer and audience of tokens: the configured base URL is both (RFC 9068 2.2).
struct TokenIdentity {
  std::string issuer;
  std::string audience;
};

// The claims as JSON. Equal claims give equal bytes: the claims are what is stored of a token.
// Scopes that a wider one implies are not listed; with a reference to scopes none is.
std::string claims_json(const TokenClaims& claims, const TokenIdentity& identity);

// The size of a token with these claims, in bytes.
std::size_t token_size(std::string_view claims, const SigningKey& key);

// A compact JWS (RFC 7515) with RS256, of type at+jwt.
std::string sign_access_token(std::string_view claims, const SigningKey& key);

// The parts of a token, decoded but not verified.
struct ParsedToken {
  std::string_view signing_input;
  std::string kid;
  std::string claims;
  std::string signature;
};
// None unless it has three base64url parts and its header has alg RS256, typ at+jwt and a key's
// `kid`. Header members that name a key elsewhere (jku, x5u, jwk, x5c) are ignored; `crit` is
// rejected.
std::optional<ParsedToken> parse_access_token(std::string_view token);

// The claims, if all claims that RFC 9068 requires are present and match this identity, and the
// token is valid at this time.
enum class ClaimsError : std::uint8_t {
  malformed,
  wrong_issuer,
  wrong_audience,
  expired,
  not_yet_valid
};
struct CheckedClaims {
  std::optional<TokenClaims> claims;
  ClaimsError error = ClaimsError::malformed;
};
CheckedClaims check_claims(std::string_view json, const TokenIdentity& identity, Instant now);

}  // namespace vip
