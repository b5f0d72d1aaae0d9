// Rows of platform.db as records and back.

#include "platform/platform_store.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace vip {
namespace {

using sqlite::Statement;

std::string_view view(const std::string& text) { return text; }
std::int64_t flag(bool value) { return value ? 1 : 0; }
Instant instant(const Statement& row, int column) { return Instant{row.integer(column)}; }
std::optional<Instant> optional_instant(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return instant(row, column);
}
Value optional_value(const std::optional<Instant>& moment) {
  return moment ? Value{moment->milliseconds} : Value{};
}
Environment environment(const Statement& row, int column) {
  return row.integer(column) != 0 ? Environment::production : Environment::sandbox;
}
std::int64_t is_production(Environment environment) {
  return flag(environment == Environment::production);
}

ScopeSet scopes(std::string_view text) {
  auto set = ScopeSet::parse(text);
  if (!set) throw std::runtime_error{"platform.db has an invalid scope"};
  return *std::move(set);
}

std::string allow_list_text(const std::vector<AddressRange>& ranges) {
  std::string text;
  for (const auto& range : ranges) {
    if (!text.empty()) text += ' ';
    text += range.text();
  }
  return text;
}

std::vector<AddressRange> allow_list(std::string_view text) {
  std::vector<AddressRange> ranges;
  while (!text.empty()) {
    const auto space = text.find(' ');
    const auto range = AddressRange::parse(text.substr(0, space));
    if (!range) throw std::runtime_error{"platform.db has an invalid address range"};
    ranges.push_back(*range);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return ranges;
}

Digest digest_from_text(std::string_view text) {
  const auto bytes = from_base64url(text);
  Digest digest{};
  if (!bytes || bytes->size() != digest.size())
    throw std::runtime_error{"platform.db has a damaged secret"};
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

template <class Read>
void each(sqlite::Database& database, std::string_view sql, Read read) {
  auto row = database.prepare(sql);
  while (row.step()) read(row);
}

Party party(const Statement& row) {
  return {row.uuid(0), std::string{row.bytes(1)}, instant(row, 2)};
}

ClientRecord client_record(const Statement& row) {
  Client client;
  client.id = row.uuid(0);
  client.key = row.bytes(1);
  client.business = row.uuid(2);
  client.name = row.bytes(3);
  client.environment = environment(row, 4);
  client.scopes = scopes(row.bytes(5));
  client.allow_list = allow_list(row.bytes(6));
  client.disabled = row.integer(7) != 0;
  client.tokens_valid_from = instant(row, 8);
  if (!row.is_null(10)) client.rate_limit = row.integer(10);
  return {std::move(client), instant(row, 9)};
}

TenantRecord tenant_record(const Statement& row) {
  Tenant tenant;
  tenant.id = row.uuid(0);
  tenant.customer = row.uuid(1);
  tenant.name = row.bytes(2);
  tenant.environment = environment(row, 3);
  tenant.currency = row.bytes(4);
  tenant.locale = row.bytes(5);
  tenant.charity = row.integer(6) != 0;
  return {std::move(tenant), instant(row, 7)};
}

GrantRecord grant_record(const Statement& row) {
  Grant grant;
  grant.client = row.uuid(1);
  grant.tenant = row.uuid(2);
  grant.authorised_by = row.bytes(3);
  grant.authorised_at = instant(row, 4);
  grant.expires = optional_instant(row, 5);
  if (!row.is_null(6)) grant.narrowed_to = scopes(row.bytes(6));
  return {row.uuid(0), std::move(grant), optional_instant(row, 7)};
}

SigningKeyRecord key_record(const Statement& row) {
  SigningKeyRecord key;
  key.kid = row.bytes(0);
  key.state = static_cast<KeyState>(row.integer(1));
  key.created = instant(row, 2);
  key.retired = optional_instant(row, 3);
  if (!row.is_null(4)) {
    auto sealed = from_base64url(row.bytes(4));
    if (!sealed) throw std::runtime_error{"platform.db has a damaged signing key"};
    key.sealed = *std::move(sealed);
  }
  return key;
}

Value optional_number(const std::optional<std::int64_t>& number) {
  return number ? Value{*number} : Value{};
}

Value sealed_value(const SigningKeyRecord& key) {
  return key.sealed.empty() ? Value{} : Value{base64url(key.sealed)};
}

// What a clock leaves behind that was ahead and is right again. A token of the future is refused by
// every call and would be given out again and again; a client whose tokens were ended "next year"
// would get none before; a key or a secret on its way out would stay. Revocations stay: a revoked
// token must not come alive when its time comes.
struct FutureRows {
  const char* condition;  // of the rows; ?1 is the latest time that is believed
  const char* table;
  const char* remedy;  // ?2 is now
};
constexpr std::array kFutureRows{
    FutureRows{"issued > ?1", "tokens", "DELETE FROM tokens"},
    FutureRows{"tokens_valid_from > ?1", "clients",
               "UPDATE clients SET tokens_valid_from = (?2 / 1000 + 1) * 1000"},
    FutureRows{"state = 2 AND retired > ?1", "signing_keys",
               "UPDATE signing_keys SET retired = ?2"},
    // The longest overlap of two secrets is 30 days, the default one a day.
    FutureRows{"expires > ?1 + 30 * 86400000", "client_secrets",
               "UPDATE client_secrets SET expires = ?2 + 86400000"},
    FutureRows{"expires > ?1 + 86400000 + 600000", "referred_scopes",
               "DELETE FROM referred_scopes"},
};
static_assert(static_cast<int>(KeyState::retired) == 2);

}  // namespace

PlatformRecords PlatformStore::load() {
  PlatformRecords records;
  each(database_, "SELECT id, name, created FROM businesses ORDER BY created, name",
       [&](const Statement& row) { records.businesses.push_back(party(row)); });
  each(database_, "SELECT id, name, created FROM customers ORDER BY created, name",
       [&](const Statement& row) { records.customers.push_back(party(row)); });
  each(database_,
       "SELECT id, key, business, name, production, scopes, allow_list, disabled, "
       "tokens_valid_from, created, rate_limit FROM clients ORDER BY created, key",
       [&](const Statement& row) { records.clients.push_back(client_record(row)); });
  each(database_, "SELECT id, client, mac, created, expires FROM client_secrets ORDER BY created",
       [&](const Statement& row) {
         records.secrets.push_back({row.uuid(0), row.uuid(1), digest_from_text(row.bytes(2)),
                                    instant(row, 3), optional_instant(row, 4)});
       });
  each(database_,
       "SELECT id, customer, name, production, currency, locale, charity, created FROM tenants "
       "ORDER BY created, name",
       [&](const Statement& row) { records.tenants.push_back(tenant_record(row)); });
  each(database_,
       "SELECT id, client, tenant, authorised_by, authorised_at, expires, narrowed_to, revoked "
       "FROM grants ORDER BY authorised_at, id",
       [&](const Statement& row) { records.grants.push_back(grant_record(row)); });
  each(database_, "SELECT kid, state, created, retired, sealed FROM signing_keys ORDER BY created",
       [&](const Statement& row) { records.keys.push_back(key_record(row)); });
  each(database_, "SELECT id, expires FROM revoked_tokens", [&](const Statement& row) {
    records.revoked_tokens.push_back({std::string{row.bytes(0)}, instant(row, 1)});
  });
  each(database_, "SELECT client, digest, scopes, expires FROM referred_scopes",
       [&](const Statement& row) {
         records.referred_scopes.push_back(
             {row.uuid(0), std::string{row.bytes(1)}, scopes(row.bytes(2)), instant(row, 3)});
       });
  return records;
}

void PlatformStore::insert_business(const Party& business) {
  database_.prepare("INSERT INTO businesses (id, name, created) VALUES (?, ?, ?)")
      .with(business.id, view(business.name), business.created.milliseconds)
      .run();
}

void PlatformStore::insert_customer(const Party& customer) {
  database_.prepare("INSERT INTO customers (id, name, created) VALUES (?, ?, ?)")
      .with(customer.id, view(customer.name), customer.created.milliseconds)
      .run();
}

void PlatformStore::rename_business(const Uuid& business, std::string_view name) {
  database_.prepare("UPDATE businesses SET name = ? WHERE id = ?").with(name, business).run();
}

void PlatformStore::rename_customer(const Uuid& customer, std::string_view name) {
  database_.prepare("UPDATE customers SET name = ? WHERE id = ?").with(name, customer).run();
}

void PlatformStore::rename_tenant(const Uuid& tenant, std::string_view name) {
  database_.prepare("UPDATE tenants SET name = ? WHERE id = ?").with(name, tenant).run();
}

void PlatformStore::insert(const ClientRecord& record) {
  const auto& client = record.client;
  const auto scope_text = client.scopes.to_string();
  const auto ranges = allow_list_text(client.allow_list);
  database_
      .prepare(
          "INSERT INTO clients (id, key, business, name, production, scopes, allow_list, disabled, "
          "tokens_valid_from, created, rate_limit) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .with(client.id, view(client.key), client.business, view(client.name),
            is_production(client.environment), view(scope_text), view(ranges),
            flag(client.disabled), client.tokens_valid_from.milliseconds,
            record.created.milliseconds, optional_number(client.rate_limit))
      .run();
}

void PlatformStore::update(const Client& client) {
  const auto scope_text = client.scopes.to_string();
  const auto ranges = allow_list_text(client.allow_list);
  database_
      .prepare(
          "UPDATE clients SET name = ?, scopes = ?, allow_list = ?, disabled = ?, "
          "tokens_valid_from = ?, rate_limit = ? WHERE id = ?")
      .with(view(client.name), view(scope_text), view(ranges), flag(client.disabled),
            client.tokens_valid_from.milliseconds, optional_number(client.rate_limit), client.id)
      .run();
}

void PlatformStore::forget_tokens(const Uuid& client) {
  database_.prepare("DELETE FROM tokens WHERE client = ?").with(client).run();
}

void PlatformStore::revoke_token(const Uuid& client, std::string_view claims,
                                 const RevokedToken& token) {
  database_.prepare("DELETE FROM tokens WHERE client = ? AND claims = ?")
      .with(client, claims)
      .run();
  database_.prepare("INSERT OR IGNORE INTO revoked_tokens (id, expires) VALUES (?, ?)")
      .with(view(token.id), token.expires.milliseconds)
      .run();
}

void PlatformStore::keep(const ReferredScopes& scopes) {
  const auto text = scopes.scopes.to_string();
  database_
      .prepare(
          "INSERT INTO referred_scopes (client, digest, scopes, expires) VALUES (?, ?, ?, ?) "
          "ON CONFLICT (client, digest) DO UPDATE SET expires = max(expires, excluded.expires)")
      .with(scopes.client, view(scopes.digest), view(text), scopes.expires.milliseconds)
      .run();
}

void PlatformStore::erase_expired_token_facts(Instant now) {
  for (const std::string_view table : {"revoked_tokens", "referred_scopes"})
    database_.prepare("DELETE FROM " + std::string{table} + " WHERE expires <= ?")
        .with(now.milliseconds)
        .run();
}

void PlatformStore::insert(const ClientSecret& secret) {
  const auto mac = base64url(as_view(secret.mac));
  database_
      .prepare(
          "INSERT INTO client_secrets (id, client, mac, created, expires) VALUES (?, ?, ?, ?, ?)")
      .with(secret.id, secret.client, view(mac), secret.created.milliseconds,
            optional_value(secret.expires))
      .run();
}

void PlatformStore::set_expiry(const Uuid& secret, Instant expires) {
  database_.prepare("UPDATE client_secrets SET expires = ? WHERE id = ?")
      .with(expires.milliseconds, secret)
      .run();
}

void PlatformStore::erase_expired_secrets(const Uuid& client, Instant now) {
  database_.prepare("DELETE FROM client_secrets WHERE client = ? AND expires <= ?")
      .with(client, now.milliseconds)
      .run();
}

void PlatformStore::insert(const TenantRecord& record) {
  const auto& tenant = record.tenant;
  database_
      .prepare(
          "INSERT INTO tenants (id, customer, name, production, currency, locale, charity, "
          "created, marked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)")
      .with(tenant.id, tenant.customer, view(tenant.name), is_production(tenant.environment),
            view(tenant.currency), view(tenant.locale), flag(tenant.charity),
            record.created.milliseconds)
      .run();
}

std::vector<TenantRecord> PlatformStore::unmarked_tenants() {
  std::vector<TenantRecord> tenants;
  each(database_,
       "SELECT id, customer, name, production, currency, locale, charity, created FROM tenants "
       "WHERE marked = 0",
       [&](const Statement& row) { tenants.push_back(tenant_record(row)); });
  return tenants;
}

void PlatformStore::set_marked(const Uuid& tenant) {
  database_.prepare("UPDATE tenants SET marked = 1 WHERE id = ?").with(tenant).run();
}

void PlatformStore::erase_tenant(const Uuid& tenant, Instant now) {
  database_.prepare("UPDATE grants SET revoked = ? WHERE tenant = ? AND revoked IS NULL")
      .with(now.milliseconds, tenant)
      .run();
  database_.prepare("DELETE FROM tenants WHERE id = ?").with(tenant).run();
}

void PlatformStore::insert(const GrantRecord& record) {
  const auto& grant = record.grant;
  const Value narrowed = grant.narrowed_to ? Value{grant.narrowed_to->to_string()} : Value{};
  database_
      .prepare(
          "INSERT INTO grants (id, client, tenant, authorised_by, authorised_at, expires, "
          "narrowed_to, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .with(record.id, grant.client, grant.tenant, view(grant.authorised_by),
            grant.authorised_at.milliseconds, optional_value(grant.expires), narrowed,
            optional_value(record.revoked))
      .run();
}

void PlatformStore::revoke_grant(const Uuid& grant, Instant now) {
  database_.prepare("UPDATE grants SET revoked = ? WHERE id = ?")
      .with(now.milliseconds, grant)
      .run();
}

void PlatformStore::insert(const SigningKeyRecord& key) {
  database_
      .prepare(
          "INSERT INTO signing_keys (kid, state, created, retired, sealed) VALUES (?, ?, ?, ?, ?)")
      .with(view(key.kid), static_cast<std::int64_t>(key.state), key.created.milliseconds,
            optional_value(key.retired), sealed_value(key))
      .run();
}

void PlatformStore::update(const SigningKeyRecord& key) {
  database_.prepare("UPDATE signing_keys SET state = ?, retired = ?, sealed = ? WHERE kid = ?")
      .with(static_cast<std::int64_t>(key.state), optional_value(key.retired), sealed_value(key),
            view(key.kid))
      .run();
}

bool PlatformStore::has_future(Instant now) {
  return std::any_of(kFutureRows.begin(), kFutureRows.end(), [&](const FutureRows& rows) {
    auto found = database_.prepare("SELECT 1 FROM " + std::string{rows.table} + " WHERE " +
                                   rows.condition + " LIMIT 1");
    found.bind(1, now.milliseconds + kClockSkewMilliseconds);
    return found.step();
  });
}

void PlatformStore::discard_future(Instant now) {
  for (const auto& rows : kFutureRows) {
    auto remedy = database_.prepare(std::string{rows.remedy} + " WHERE " + rows.condition);
    remedy.bind(1, now.milliseconds + kClockSkewMilliseconds);
    if (std::string_view{rows.remedy}.starts_with("UPDATE")) remedy.bind(2, now.milliseconds);
    remedy.run();
  }
}

std::optional<std::string> PlatformStore::fact(std::string_view name) {
  auto row = database_.prepare("SELECT value FROM facts WHERE name = ?");
  row.bind(1, name);
  if (!row.step()) return std::nullopt;
  return std::string{row.bytes(0)};
}

void PlatformStore::set_fact(std::string_view name, std::string_view value) {
  database_
      .prepare(
          "INSERT INTO facts (name, value) VALUES (?, ?) "
          "ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .with(name, value)
      .run();
}

}  // namespace vip
