// Issues tokens. The store keeps a token's claims and the key's name, not the token.
//
// RS256 is deterministic, so signing the stored claims again gives the same bytes, and a stolen
// platform.db contains no token. The row is found or inserted in one transaction: of many
// simultaneous first calls, one makes the token and all return it.

#include "auth/token_issuer.h"

#include <algorithm>

#include "core/bytes.h"
#include "core/json.h"
#include "platform/security_log.h"

namespace vip {
namespace {

constexpr std::size_t kIdBytes = 16;

std::string place_of(const Client& client, const ScopeSet& scopes) {
  return std::string{client.id.view()} + scopes.to_string();
}

SecurityEvent security_event(std::string_view kind, const Client& client, const TokenCaller& caller,
                             Instant now) {
  std::string detail;
  json::Writer writer{detail};
  writer.begin_object().key("client").string(client.key);
  if (!caller.address.empty()) writer.key("address").string(caller.address);
  if (!caller.correlation_id.empty()) writer.key("correlation-id").string(caller.correlation_id);
  writer.end_object();
  return {std::string{kind}, std::move(detail), now};
}

std::int64_t live_scope_sets(sqlite::Database& database, const Uuid& client) {
  auto row = database.prepare("SELECT count(*) FROM tokens WHERE client = ?");
  row.bind(1, client);
  row.step();
  return row.integer(0);
}

}  // namespace

tl::expected<IssuedToken, TokenIssuer::TooManyScopeSets> TokenIssuer::issue(
    const std::shared_ptr<const Client>& client, const ScopeSet& scopes,
    const TokenCaller& caller) {
  const auto keys = platform_.keys();
  const auto place = place_of(*client, scopes);
  if (client->tokens_valid_from.milliseconds >
      platform_.clock().now().milliseconds + kClockSkewMilliseconds) {
    platform_.discard_future();
    if (auto mended = platform_.directory().client(client->id); mended && mended != client)
      return issue(mended, scopes, caller);
  }
  if (auto known = remembered(place, *client, scopes, *keys)) return *std::move(known);
  const auto reference = reference_to(*client, scopes, *keys);
  if (!reference.empty()) keep_referred(*client, scopes, reference);
  const auto row = find_or_insert(*client, scopes, reference, *keys, caller);
  if (!row) return tl::unexpected{row.error()};
  return IssuedToken{sign(place, client, *row, *keys), scopes, row->expires, row->fresh};
}

// Not one that ends soon, nor one that a clock issued which was ahead: it would be refused by every
// call until that time comes, and given out until then.
bool TokenIssuer::is_worth_giving(Instant issued, Instant expires, Instant now) const {
  const bool is_of_now = issued.milliseconds <= now.milliseconds + kClockSkewMilliseconds;
  const bool is_in_lifetime =
      expires.milliseconds - now.milliseconds <= lifetime_.count() * 1000 + kClockSkewMilliseconds;
  return is_of_now && is_in_lifetime &&
         expires.milliseconds - now.milliseconds > kRenewMilliseconds;
}

std::optional<IssuedToken> TokenIssuer::remembered(const std::string& place, const Client& client,
                                                   const ScopeSet& scopes,
                                                   const KeyRing& keys) const {
  const std::lock_guard lock{mutex_};
  const auto found = signed_.find(place);
  if (found == signed_.end()) return std::nullopt;
  const auto& entry = found->second;
  // Another object means that an operator has changed the client since: the row is read again.
  if (entry.client.get() != &client || keys.find(entry.kid) == nullptr) return std::nullopt;
  if (!is_worth_giving(entry.issued, entry.expires, platform_.clock().now())) return std::nullopt;
  if (platform_.directory().tables()->is_revoked(entry.id)) return std::nullopt;
  return IssuedToken{entry.token, scopes, entry.expires, false};
}

tl::expected<TokenIssuer::Row, TokenIssuer::TooManyScopeSets> TokenIssuer::find_or_insert(
    const Client& client, const ScopeSet& scopes, const std::string& reference, const KeyRing& keys,
    const TokenCaller& caller) {
  const auto scope_text = scopes.to_string();
  return platform_.database().transact(
      [&](sqlite::Database& database) -> tl::expected<Row, TooManyScopeSets> {
        const Instant now = platform_.clock().now();
        {
          auto row = database.prepare(
              "SELECT kid, claims, expires, issuer, issued FROM tokens WHERE client = ? AND scopes "
              "= ?");
          row.bind(1, client.id);
          row.bind(2, std::string_view{scope_text});
          if (row.step() &&
              is_worth_giving(Instant{row.integer(4)}, Instant{row.integer(2)}, now) &&
              row.bytes(3) == identity_.issuer && keys.find(row.bytes(0)) != nullptr &&
              Instant{row.integer(4)} >= client.tokens_valid_from) {
            return Row{std::string{row.bytes(0)}, std::string{row.bytes(1)},
                       Instant{row.integer(4)}, Instant{row.integer(2)}, false};
          }
        }
        database
            .prepare(
                "DELETE FROM tokens WHERE client = ? AND (expires <= ? OR issued > ? OR scopes = "
                "?)")
            .with(client.id, now.milliseconds, now.milliseconds + kClockSkewMilliseconds,
                  std::string_view{scope_text})
            .run();
        if (live_scope_sets(database, client.id) >= static_cast<std::int64_t>(kScopeSets))
          return tl::unexpected{TooManyScopeSets{}};
        // Times in tokens are whole seconds. A client whose tokens were just revoked starts in the
        // next second.
        const auto second =
            std::max(now.milliseconds / 1000, (client.tokens_valid_from.milliseconds + 999) / 1000);
        const Instant issued{second * 1000};
        const Instant expires{(second + lifetime_.count()) * 1000};
        const TokenClaims claims{
            client.key, scopes, issued, expires, base64url(random_bytes(kIdBytes)), reference};
        Row row{keys.current()->kid, claims_json(claims, identity_), issued, expires, true};
        database
            .prepare(
                "INSERT INTO tokens (client, scopes, kid, issuer, issued, expires, claims) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)")
            .with(client.id, std::string_view{scope_text}, std::string_view{row.kid},
                  std::string_view{identity_.issuer}, issued.milliseconds, expires.milliseconds,
                  std::string_view{row.claims})
            .run();
        SecurityLog::append(database, security_event("token-issued", client, caller, now));
        return row;
      });
}

std::string TokenIssuer::sign(const std::string& place, const std::shared_ptr<const Client>& client,
                              const Row& row, const KeyRing& keys) {
  {
    const std::lock_guard lock{mutex_};
    const auto found = signed_.find(place);
    if (found != signed_.end() && found->second.kid == row.kid &&
        found->second.claims == row.claims) {
      found->second.client = client;
      return found->second.token;
    }
  }
  auto token = sign_access_token(row.claims, *keys.find(row.kid));
  const std::lock_guard lock{mutex_};
  if (signed_.size() >= kRemembered) signed_.clear();
  const auto claims = check_claims(row.claims, identity_, platform_.clock().now()).claims;
  signed_.insert_or_assign(place, Signed{client, row.kid, row.claims, token, row.issued,
                                         row.expires, claims ? claims->id : std::string{}});
  return token;
}

std::string TokenIssuer::reference_to(const Client& client, const ScopeSet& scopes,
                                      const KeyRing& keys) const {
  const Instant now = platform_.clock().now();
  const TokenClaims claims{client.key, scopes, now, now, base64url(std::string(kIdBytes, '\0'))};
  if (token_size(claims_json(claims, identity_), *keys.current()) <= kLargestToken) return {};
  return base64url(as_view(sha256(scopes.to_string())));
}

// Before the token that refers to them: no moment, and no crash, leaves a token without its scopes.
void TokenIssuer::keep_referred(const Client& client, const ScopeSet& scopes,
                                const std::string& reference) {
  constexpr std::int64_t kMargin = 60'000;
  const Instant now = platform_.clock().now();
  const Instant expires{now.milliseconds + lifetime_.count() * 1000 + kMargin};
  platform_.change([&](PlatformStore& store) {
    store.erase_expired_token_facts(now);
    store.keep({client.id, reference, scopes, expires});
  });
}

TokenIssuer::Revoked TokenIssuer::revoke(const Client& client, std::string_view token,
                                         const TokenCaller& caller) {
  const Instant now = platform_.clock().now();
  const auto parsed = parse_access_token(token);
  if (!parsed) return Revoked::not_valid;
  const auto keys = platform_.keys();
  const auto* key = keys->find(parsed->kid);
  if (key == nullptr || !key->key.verify(parsed->signing_input, parsed->signature))
    return Revoked::not_valid;
  const auto claims = check_claims(parsed->claims, identity_, now).claims;
  if (!claims) return Revoked::not_valid;
  if (claims->client_key != client.key) return Revoked::of_another_client;
  if (platform_.directory().tables()->is_revoked(claims->id)) return Revoked::not_valid;
  if (revocations_.failed(client.key, {}, now)) return Revoked::too_many;
  platform_.change([&](PlatformStore& store) {
    store.erase_expired_token_facts(now);
    store.revoke_token(client.id, parsed->claims, {claims->id, claims->expires});
    store.append(security_event("token-revoked", client, caller, now));
  });
  return Revoked::yes;
}

}  // namespace vip
