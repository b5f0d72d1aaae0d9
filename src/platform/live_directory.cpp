// The directory in memory.
//
// Every call looks up a client, a grant and a tenant, while operators make a few changes a day. So
// everything is in hash tables that no reader sees half changed, and a change builds them anew:
// there is no invalidation to forget.

#include "platform/live_directory.h"

#include <limits>

namespace vip {
namespace {

template <class Map, class Key>
auto find_in(const Map& map, const Key& key) -> typename Map::mapped_type {
  const auto found = map.find(key);
  return found == map.end() ? typename Map::mapped_type{} : found->second;
}

std::string place_of(const Uuid& client, std::string_view digest) {
  return std::string{client.view()}.append(digest);
}

constexpr Instant kNever{std::numeric_limits<std::int64_t>::max()};

}  // namespace

DirectoryTables::DirectoryTables(const PlatformRecords& records, const DirectoryTables& former) {
  for (const auto& record : records.clients) {
    auto client = std::make_shared<Client>(record.client);
    // Scopes that have not changed stay the same object, as those of its tokens are: every request
    // compares them.
    if (const auto before = former.client(client->id); before && before->scopes == client->scopes)
      client->scopes = before->scopes;
    by_key_.emplace(client->key, client);
    clients_.emplace(client->id, std::move(client));
  }
  // In order of creation, so that of more than two rows the newest two remain.
  for (const auto& secret : records.secrets) {
    auto& slots = credentials_[secret.client];
    slots.macs[0] = slots.macs[1];
    slots.expires[0] = slots.expires[1];
    slots.macs[1] = secret.mac;
    slots.expires[1] = secret.expires.value_or(kNever);
  }
  for (const auto& record : records.tenants) {
    tenants_.emplace(record.tenant.id, std::make_shared<const Tenant>(record.tenant));
    created_.emplace(record.tenant.id, record.created);
  }
  for (const auto& record : records.grants) {
    if (record.revoked) continue;
    grants_.emplace(Pair{record.grant.client, record.grant.tenant},
                    std::make_shared<const Grant>(record.grant));
  }
  for (const auto& token : records.revoked_tokens) revoked_.insert(token.id);
  for (const auto& referred : records.referred_scopes)
    referred_scopes_.insert_or_assign(place_of(referred.client, referred.digest), referred.scopes);
}

std::optional<ScopeSet> DirectoryTables::referred_scopes(const Uuid& client,
                                                         std::string_view digest) const {
  const auto found = referred_scopes_.find(place_of(client, digest));
  if (found == referred_scopes_.end()) return std::nullopt;
  return found->second;
}

std::shared_ptr<const Client> DirectoryTables::client_by_key(std::string_view key) const {
  return find_in(by_key_, key);
}
std::shared_ptr<const Client> DirectoryTables::client(const Uuid& id) const {
  return find_in(clients_, id);
}
std::shared_ptr<const Tenant> DirectoryTables::tenant(const Uuid& id) const {
  return find_in(tenants_, id);
}
std::optional<Instant> DirectoryTables::tenant_created(const Uuid& id) const {
  const auto found = created_.find(id);
  return found == created_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<Uuid> DirectoryTables::tenants() const {
  std::vector<Uuid> ids;
  ids.reserve(created_.size());
  for (const auto& [id, created] : created_) ids.push_back(id);
  return ids;
}

std::shared_ptr<const Grant> DirectoryTables::grant(const Uuid& client, const Uuid& tenant) const {
  return find_in(grants_, Pair{client, tenant});
}
Credentials DirectoryTables::credentials(const Uuid& client) const {
  return find_in(credentials_, client);
}

std::shared_ptr<const Client> LiveDirectory::client_by_key(std::string_view key) const {
  return tables_.get()->client_by_key(key);
}
std::shared_ptr<const Client> LiveDirectory::client(const Uuid& id) const {
  return tables_.get()->client(id);
}
std::shared_ptr<const Tenant> LiveDirectory::tenant(const Uuid& id) const {
  return tables_.get()->tenant(id);
}

std::shared_ptr<const Grant> LiveDirectory::live_grant(const Uuid& client_id, const Uuid& tenant_id,
                                                       Instant now) const {
  const auto tables = tables_.get();
  auto grant = tables->grant(client_id, tenant_id);
  if (!grant || (grant->expires && *grant->expires <= now)) return nullptr;
  const auto client = tables->client(client_id);
  const auto tenant = tables->tenant(tenant_id);
  // Environments never mix, whatever a grant states.
  if (!client || !tenant || client->environment != tenant->environment) return nullptr;
  return grant;
}

}  // namespace vip
