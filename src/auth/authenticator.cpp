// The stages authenticate and admit.
//
// A token proves only to whom it was issued and when. Everything that an operator may change (the
// client's state, its scopes, its allow-list, its grants) is read from the directory for every
// call, so that a change applies to issued tokens too.

#include "auth/authenticator.h"

#include <algorithm>

namespace vip {
namespace {

constexpr std::string_view kScheme = "bearer";

// RFC 6750 3: no error code if no credentials were sent.
tl::unexpected<Problem> token_missing() {
  Problem problem{
      errors::token_missing, "Send an access token: Authorization: Bearer <token>.", {}, {}};
  problem.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"vip\"");
  return tl::unexpected{std::move(problem)};
}

Problem token_invalid(std::string detail) {
  Problem problem{errors::token_invalid, std::move(detail), {}, {}};
  problem.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"vip\", error=\"invalid_token\"");
  return problem;
}

bool is_bearer(std::string_view value) {
  if (value.size() < kScheme.size()) return false;
  const bool same = std::equal(kScheme.begin(), kScheme.end(), value.begin(), [](char a, char b) {
    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
  });
  return same && (value.size() == kScheme.size() || value[kScheme.size()] == ' ');
}

Result<std::string_view> bearer_token(const http::Headers& headers) {
  const auto count = headers.count("Authorization");
  if (count == 0) return token_missing();
  if (count > 1)
    return tl::unexpected{token_invalid("The Authorization header occurs more than once.")};
  auto value = *headers.get("Authorization");
  if (!is_bearer(value)) return token_missing();
  value.remove_prefix(kScheme.size());
  const auto begin = value.find_first_not_of(' ');
  if (begin == std::string_view::npos)
    return tl::unexpected{token_invalid("No token follows the scheme Bearer.")};
  value.remove_prefix(begin);
  while (value.ends_with(' ')) value.remove_suffix(1);
  return value;
}

Result<Uuid> tenant_header(const http::Headers& headers) {
  constexpr auto kName = "Tenant-Id";
  const auto count = headers.count(kName);
  if (count == 0) {
    return fail(at_header(kName, errors::tenant_id_missing,
                          "Send the UUID of the tenant that the call is for."));
  }
  if (count > 1) {
    return fail(at_header(kName, errors::tenant_id_repeated,
                          "Send the header exactly once: a call is for one tenant."));
  }
  const auto tenant = parse_uuid(*headers.get(kName));
  if (!tenant) {
    return fail(at_header(kName, errors::tenant_id_malformed,
                          "A UUID in its 36-character form is accepted."));
  }
  return *tenant;
}

}  // namespace

bool is_allowed_from(const Client& client, std::string_view address) {
  // In the sandbox an allow-list is optional. In production it is mandatory: an empty one admits
  // nobody.
  if (client.allow_list.empty()) return client.environment == Environment::sandbox;
  return std::any_of(client.allow_list.begin(), client.allow_list.end(),
                     [&](const AddressRange& range) { return range.contains(address); });
}

Result<Caller> Authenticator::authenticate(const http::Headers& headers,
                                           std::string_view address) const {
  const auto token = bearer_token(headers);
  if (!token) return tl::unexpected{token.error()};
  const auto claims = verifier_.verify(*token, clock_.now());
  if (!claims) return tl::unexpected{token_invalid(claims.error().detail)};
  auto client = directory_.client_by_key((*claims)->client_key);
  // A client that was deleted or disabled, or whose tokens were revoked, looks the same to the
  // holder of the token.
  if (!client || client->disabled || (*claims)->issued < client->tokens_valid_from)
    return tl::unexpected{token_invalid("The access token was revoked. Get a new one.")};
  if (!is_allowed_from(*client, address)) return fail(errors::address_not_allowed);
  auto scopes = (*claims)->scopes.intersect(client->scopes);
  return Caller{std::move(client), std::move(scopes)};
}

Result<TenantAccess> Authenticator::admit(Caller caller, const http::Headers& headers) const {
  const auto id = tenant_header(headers);
  if (!id) return tl::unexpected{id.error()};
  const auto grant = directory_.live_grant(caller.client().id, *id, clock_.now());
  auto tenant = directory_.tenant(*id);
  // Unknown and not granted look the same, so that tenants cannot be guessed.
  if (!grant || !tenant) return fail(errors::tenant_not_granted);
  auto scopes =
      grant->narrowed_to ? caller.scopes().intersect(*grant->narrowed_to) : caller.scopes();
  return TenantAccess{std::move(caller), std::move(tenant), std::move(scopes)};
}

}  // namespace vip
