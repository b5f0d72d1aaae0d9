#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "auth/caller.h"
#include "platform/key_ring.h"

namespace vip {

// Who issues tokens and for whom they are meant: the configured base URL is both (RFC 9068 2.2).
struct TokenIdentity {
  std::string issuer;
  std::string audience;
};

// The claims as JSON. Equal claims give equal bytes: they are what is stored of a token.
std::string claims_json(const TokenClaims& claims, const TokenIdentity& identity);

// A compact JWS (RFC 7515) by RS256, of type at+jwt.
std::string sign_access_token(std::string_view claims, const SigningKey& key);

// A token's parts, decoded but not trusted.
struct ParsedToken {
  std::string_view signing_input;
  std::string kid;
  std::string claims;
  std::string signature;
};
// None unless it is three base64url parts whose header says alg RS256, typ at+jwt and names a key
// by `kid`. Anything in the header that would name a key elsewhere (jku, x5u, jwk, x5c) is not
// looked at; `crit` is refused.
std::optional<ParsedToken> parse_access_token(std::string_view token);

// The claims, when all that RFC 9068 requires stand there and are meant for this identity, and the
// times hold.
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
