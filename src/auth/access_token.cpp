// Writes and parses access tokens. A token that is parsed may come from anybody.

#include "auth/access_token.h"

#include <charconv>

#include "core/bytes.h"
#include "core/json.h"

namespace vip {
namespace {

constexpr std::string_view kAlgorithm = "RS256";
constexpr std::string_view kType = "at+jwt";
constexpr std::string_view kReference = "scope_ref";  // a claim of our own
constexpr std::size_t kLongestToken = 16 * 1024;

const std::string* string_member(const json::Node& object, std::string_view name) {
  const auto* node = object.find(name);
  return node != nullptr && node->is(json::Node::Kind::string) ? &node->text : nullptr;
}

// NumericDate (RFC 7519 2) in whole seconds, as in all tokens of the platform.
std::optional<Instant> date_member(const json::Node& object, std::string_view name) {
  const auto* node = object.find(name);
  if (node == nullptr || !node->is(json::Node::Kind::number)) return std::nullopt;
  std::int64_t seconds = 0;
  const auto* end = node->text.data() + node->text.size();
  const auto [rest, error] = std::from_chars(node->text.data(), end, seconds);
  constexpr std::int64_t kFar = 1LL << 40;
  if (error != std::errc{} || rest != end || seconds < 0 || seconds > kFar) return std::nullopt;
  return Instant{seconds * 1000};
}

bool is_for(const json::Node& claims, std::string_view audience) {
  const auto* node = claims.find("aud");
  if (node == nullptr) return false;
  if (node->is(json::Node::Kind::string)) return node->text == audience;
  for (const auto& item : node->items)
    if (item.is(json::Node::Kind::string) && item.text == audience) return true;
  return false;
}

bool is_type(std::string_view type) {
  constexpr std::string_view kPrefix = "application/";
  if (type.starts_with(kPrefix)) type.remove_prefix(kPrefix.size());
  return type == kType;
}

std::optional<json::Node> object(std::string_view text) {
  auto node = json::parse(text, {.depth = 4, .nodes = 200});
  if (!node || !node->is(json::Node::Kind::object)) return std::nullopt;
  return *std::move(node);
}

}  // namespace

std::string claims_json(const TokenClaims& claims, const TokenIdentity& identity) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object();
  writer.key("iss").string(identity.issuer).key("aud").string(identity.audience);
  writer.key("sub").string(claims.client_key).key("client_id").string(claims.client_key);
  writer.key("iat").number(claims.issued.milliseconds / 1000);
  writer.key("exp").number(claims.expires.milliseconds / 1000);
  writer.key("jti").string(claims.id);
  if (claims.scope_reference.empty()) {
    writer.key("scope").string(claims.scopes.reduced().to_string());
  } else {
    writer.key(kReference).string(claims.scope_reference);
  }
  writer.end_object();
  return text;
}

namespace {

std::string header_of(const SigningKey& key) {
  std::string header;
  json::Writer{header}
      .begin_object()
      .key("alg")
      .string(kAlgorithm)
      .key("kid")
      .string(key.kid)
      .key("typ")
      .string(kType)
      .end_object();
  return header;
}

}  // namespace

std::size_t token_size(std::string_view claims, const SigningKey& key) {
  constexpr std::size_t signature_bytes = 3072 / 8;
  const auto encoded = [](std::size_t bytes) { return (bytes * 4 + 2) / 3; };
  return encoded(header_of(key).size()) + 1 + encoded(claims.size()) + 1 + encoded(signature_bytes);
}

std::string sign_access_token(std::string_view claims, const SigningKey& key) {
  std::string token = base64url(header_of(key));
  token += '.';
  token += base64url(claims);
  const auto signature = base64url(key.key.sign(token));
  token += '.';
  return token + signature;
}

std::optional<ParsedToken> parse_access_token(std::string_view token) {
  if (token.size() > kLongestToken) return std::nullopt;
  const auto first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return std::nullopt;
  const auto header_text = from_base64url(token.substr(0, first));
  auto claims = from_base64url(token.substr(first + 1, second - first - 1));
  auto signature = from_base64url(token.substr(second + 1));
  if (!header_text || !claims || !signature) return std::nullopt;
  const auto header = object(*header_text);
  if (!header || header->find("crit") != nullptr) return std::nullopt;
  const auto* algorithm = string_member(*header, "alg");
  const auto* type = string_member(*header, "typ");
  const auto* kid = string_member(*header, "kid");
  if (algorithm == nullptr || *algorithm != kAlgorithm) return std::nullopt;
  if (type == nullptr || !is_type(*type) || kid == nullptr) return std::nullopt;
  return ParsedToken{token.substr(0, second), *kid, *std::move(claims), *std::move(signature)};
}

CheckedClaims check_claims(std::string_view json, const TokenIdentity& identity, Instant now) {
  const auto refused = [](ClaimsError error) { return CheckedClaims{std::nullopt, error}; };
  const auto node = object(json);
  if (!node) return refused(ClaimsError::malformed);
  const auto* issuer = string_member(*node, "iss");
  const auto* subject = string_member(*node, "sub");
  const auto* client = string_member(*node, "client_id");
  const auto* id = string_member(*node, "jti");
  const auto* scope = string_member(*node, "scope");
  const auto issued = date_member(*node, "iat");
  const auto expires = date_member(*node, "exp");
  if (issuer == nullptr || subject == nullptr || client == nullptr || id == nullptr || !issued ||
      !expires)
    return refused(ClaimsError::malformed);
  if (*subject != *client) return refused(ClaimsError::malformed);
  if (*issuer != identity.issuer) return refused(ClaimsError::wrong_issuer);
  if (!is_for(*node, identity.audience)) return refused(ClaimsError::wrong_audience);
  if (now >= *expires) return refused(ClaimsError::expired);
  if (issued->milliseconds > now.milliseconds + kClockSkewMilliseconds)
    return refused(ClaimsError::not_yet_valid);
  if (node->find("nbf") != nullptr) {
    const auto from = date_member(*node, "nbf");
    if (!from) return refused(ClaimsError::malformed);
    if (from->milliseconds > now.milliseconds + kClockSkewMilliseconds)
      return refused(ClaimsError::not_yet_valid);
  }
  auto scopes = ScopeSet::parse(scope == nullptr ? std::string_view{} : *scope);
  if (!scopes) return refused(ClaimsError::malformed);
  const auto* reference = string_member(*node, kReference);
  return {TokenClaims{*client, *std::move(scopes), *issued, *expires, *id,
                      reference == nullptr ? std::string{} : *reference},
          ClaimsError::malformed};
}

}  // namespace vip
