// Verification of access tokens, and the cache of valid ones.
//
// Only valid tokens are cached: a flood of invalid tokens costs one signature check each and evicts
// no valid token.

#include "auth/token_verifier.h"

#include <algorithm>
#include <optional>

namespace vip {
namespace {

tl::unexpected<Problem> refused(std::string detail) {
  return tl::unexpected{Problem{errors::token_invalid, std::move(detail), {}, {}}};
}

std::string explain(ClaimsError error) {
  switch (error) {
    case ClaimsError::expired:
      return "The access token has expired. Get a new one.";
    case ClaimsError::not_yet_valid:
      return "The access token is not valid yet.";
    case ClaimsError::wrong_issuer:
      return "The access token was issued by another server.";
    case ClaimsError::wrong_audience:
      return "The access token is for another audience.";
    case ClaimsError::malformed:
      break;
  }
  return "The access token is not one that this platform issues.";
}

// The scopes that claims refer to. They are kept for as long as a token that refers to them. All
// the client's scopes are the client's own object: every request compares them.
bool look_up_scopes(TokenClaims& claims, const DirectoryTables& tables) {
  const auto client = tables.client_by_key(claims.client_key);
  if (claims.scope_reference.empty()) {
    if (client && claims.scopes == client->scopes) claims.scopes = client->scopes;
    return true;
  }
  auto scopes = client ? tables.referred_scopes(client->id, claims.scope_reference) : std::nullopt;
  if (!scopes) return false;
  claims.scopes = *scopes == client->scopes ? client->scopes : *std::move(scopes);
  return true;
}

}  // namespace

std::size_t PlatformTokenVerifier::TokenHash::operator()(std::string_view token) const {
  constexpr std::size_t kLastOfSignature = 16;
  return std::hash<std::string_view>{}(
      token.substr(token.size() - std::min(token.size(), kLastOfSignature)));
}

bool PlatformTokenVerifier::SameToken::operator()(std::string_view a, std::string_view b) const {
  const auto signature = std::min(a.rfind('.'), a.size());
  return a.size() == b.size() && a.substr(0, signature) == b.substr(0, signature) &&
         equal_constant_time(a.substr(signature), b.substr(signature));
}

PlatformTokenVerifier::Shard& PlatformTokenVerifier::shard(std::string_view token) const {
  // Other bits than those that choose the bucket.
  return shards_[(TokenHash{}(token) >> 56U) % kShards];
}

Result<std::shared_ptr<const TokenClaims>> PlatformTokenVerifier::verify(std::string_view token,
                                                                         Instant now) const {
  const auto keys = platform_.keys();
  std::optional<Known> found;
  {
    auto& place = shard(token);
    const std::lock_guard lock{place.mutex};
    if (const auto entry = place.known.find(token); entry != place.known.end())
      found = entry->second;
  }
  const auto tables = platform_.directory().tables();
  if (found) {
    if (tables->is_revoked(found->claims->id))
      return refused("The access token was revoked. Get a new one.");
    if (now >= found->claims->expires) return refused(explain(ClaimsError::expired));
    if (found->claims->issued.milliseconds > now.milliseconds + kClockSkewMilliseconds)
      return refused(explain(ClaimsError::not_yet_valid));
    if (keys->find(found->kid) == nullptr)
      return refused("The access token was revoked. Get a new one.");
    return found->claims;
  }
  const auto parsed = parse_access_token(token);
  if (!parsed) return refused(explain(ClaimsError::malformed));
  const auto* key = keys->find(parsed->kid);
  if (key == nullptr || !key->key.verify(parsed->signing_input, parsed->signature))
    return refused("The access token's signature is not valid.");
  auto checked = check_claims(parsed->claims, identity_, now);
  if (!checked.claims) return refused(explain(checked.error));
  if (tables->is_revoked(checked.claims->id))
    return refused("The access token was revoked. Get a new one.");
  if (!look_up_scopes(*checked.claims, *tables)) return refused(explain(ClaimsError::malformed));
  auto claims = std::make_shared<const TokenClaims>(*std::move(checked.claims));
  remember(token, {parsed->kid, claims}, now);
  return claims;
}

void PlatformTokenVerifier::remember(std::string_view token, Known known, Instant now) const {
  auto& place = shard(token);
  const std::lock_guard lock{place.mutex};
  if (place.known.size() >= kPerShard)
    std::erase_if(place.known,
                  [&](const auto& entry) { return now >= entry.second.claims->expires; });
  if (place.known.size() >= kPerShard) place.known.erase(place.known.begin());
  place.known.insert_or_assign(std::string{token}, std::move(known));
}

}  // namespace vip
