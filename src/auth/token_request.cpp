// The two forms of a token request.
//
// The documented form is JSON with client_id and client_secret; the standard form is that of RFC
// 6749. Empty parameters count as absent and unknown ones are ignored (RFC 6749 3.2). A repeated
// parameter is rejected: which value applies must not depend on the reader.

#include "auth/token_request.h"

#include <algorithm>
#include <array>

#include "core/bytes.h"
#include "core/json.h"
#include "core/text.h"
#include "http/negotiation.h"
#include "http/query_string.h"

namespace vip {
namespace {

constexpr std::array<std::string_view, 6> kNames{"grant_type", "client_id", "client_secret",
                                                 "scope",      "token",     "token_type_hint"};

struct Members {
  std::array<std::optional<std::string>, kNames.size()> values;

  std::optional<std::string>* slot(std::string_view name) {
    const auto* found = std::find(kNames.begin(), kNames.end(), name);
    return found == kNames.end() ? nullptr
                                 : &values[static_cast<std::size_t>(found - kNames.begin())];
  }
  std::optional<std::string>& grant_type() { return values[0]; }
  std::optional<std::string>& client_id() { return values[1]; }
  std::optional<std::string>& client_secret() { return values[2]; }
  std::optional<std::string>& scope() { return values[3]; }
  std::optional<std::string>& token() { return values[4]; }
};

tl::unexpected<OAuthError> invalid_request(std::string_view description) {
  return tl::unexpected{OAuthError{400, "invalid_request", std::string{description}}};
}

tl::expected<Members, OAuthError> read_json(std::string_view body) {
  const auto node = json::parse(body, {.depth = 8, .nodes = 200});
  if (!node || !node->is(json::Node::Kind::object)) {
    return invalid_request(
        "The body must be one valid JSON object with client_id and client_secret, without "
        "duplicate names.");
  }
  Members members;
  for (const auto& [name, value] : node->members) {
    auto* slot = members.slot(name);
    if (slot == nullptr || value.is(json::Node::Kind::null)) continue;
    if (!value.is(json::Node::Kind::string)) {
      return invalid_request(
          "The members grant_type, client_id, client_secret, scope, token and token_type_hint must "
          "be strings.");
    }
    if (!value.text.empty()) *slot = value.text;
  }
  return members;
}

tl::expected<Members, OAuthError> read_form(std::string_view body) {
  const auto parameters = http::parse_form(body);
  if (!parameters) return invalid_request("The body is not valid form-urlencoded UTF-8.");
  Members members;
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : *parameters) {
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      return invalid_request("A parameter occurs more than once.");
    seen.push_back(name);
    if (auto* slot = members.slot(name); slot != nullptr && !value.empty()) *slot = value;
  }
  return members;
}

// RFC 6749 2.3.1: both parts are form-urlencoded before they are joined.
std::optional<std::string> form_decoded(std::string_view text) {
  std::string spaced{text};
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  auto decoded = http::percent_decode(spaced);
  if (!decoded) return std::nullopt;
  return *std::move(decoded);
}

bool is_basic(std::string_view value) {
  constexpr std::string_view kBasic = "basic ";
  if (value.size() < kBasic.size()) return false;
  return std::equal(kBasic.begin(), kBasic.end(), value.begin(), [](char a, char b) {
    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
  });
}

struct BasicCredentials {
  std::string client_key, secret;
};

tl::expected<std::optional<BasicCredentials>, OAuthError> read_basic(const http::Headers& headers) {
  const auto count = headers.count("Authorization");
  if (count == 0) return std::nullopt;
  if (count > 1) return invalid_request("The Authorization header occurs more than once.");
  auto value = *headers.get("Authorization");
  if (!is_basic(value)) {
    return tl::unexpected{
        OAuthError{401, "invalid_client",
                   "Authenticate by HTTP Basic or by client_id and client_secret in the body."}};
  }
  value.remove_prefix(6);
  while (value.starts_with(' ')) value.remove_prefix(1);
  while (value.ends_with(' ')) value.remove_suffix(1);
  const auto pair = from_base64(value);
  const auto colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos)
    return invalid_request(
        "The Authorization header does not contain Basic credentials in base64.");
  auto key = form_decoded(std::string_view{*pair}.substr(0, colon));
  auto secret = form_decoded(std::string_view{*pair}.substr(colon + 1));
  if (!key || !secret)
    return invalid_request("Basic credentials must be form-urlencoded before they are joined.");
  return BasicCredentials{*std::move(key), *std::move(secret)};
}

tl::expected<TokenRequest, OAuthError> with_credentials(Members members,
                                                        std::optional<BasicCredentials> basic,
                                                        bool is_json) {
  TokenRequest request;
  request.scope = std::move(members.scope());
  request.token = std::move(members.token());
  if (basic) {
    // client_id alone may accompany Basic credentials, with the same value; a secret would be a
    // second method.
    if (members.client_secret())
      return invalid_request("Send credentials either by HTTP Basic or in the body, not both.");
    if (members.client_id() && *members.client_id() != basic->client_key)
      return invalid_request("client_id is not the one of the Authorization header.");
    request.client_key = std::move(basic->client_key);
    request.secret = std::move(basic->secret);
    return request;
  }
  const bool has_none = !members.client_id() && !members.client_secret();
  if (is_json || !has_none) {
    if (!members.client_id()) return invalid_request("client_id is missing.");
    if (!members.client_secret()) return invalid_request("client_secret is missing.");
    request.client_key = *std::move(members.client_id());
    request.secret = *std::move(members.client_secret());
  }
  return request;
}

}  // namespace

tl::expected<TokenRequest, OAuthError> read_token_request(TokenOperation operation,
                                                          const http::RequestHead& head,
                                                          std::string_view body) {
  if (!head.query.empty()) return invalid_request("Send parameters in the body, never in the URL.");
  const auto type = http::content_media_type(head.headers);
  const bool is_json = type == "application/json";
  if (!is_json && type != "application/x-www-form-urlencoded") {
    return tl::unexpected{OAuthError{
        415, "invalid_request",
        "Content-Type must be application/json or application/x-www-form-urlencoded, in UTF-8."}};
  }
  auto basic = read_basic(head.headers);
  if (!basic) return tl::unexpected{basic.error()};
  auto members = is_json ? read_json(body) : read_form(body);
  if (!members) return tl::unexpected{members.error()};
  if (operation != TokenOperation::issue) {
    if (!members->token()) return invalid_request("token is missing.");
    return with_credentials(*std::move(members), *std::move(basic), is_json);
  }
  const auto& grant_type = members->grant_type();
  if (!grant_type && !is_json) return invalid_request("grant_type is missing.");
  if (grant_type && *grant_type != "client_credentials")
    return tl::unexpected{
        OAuthError{400, "unsupported_grant_type", "Only client_credentials is offered."}};
  return with_credentials(*std::move(members), *std::move(basic), is_json);
}

}  // namespace vip
