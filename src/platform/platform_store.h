#pragma once

#include "platform/platform_records.h"
#include "platform/security_log.h"
#include "store/sqlite/database.h"

namespace vip {

// Rows of platform.db, read and written inside the caller's transaction. A violated unique
// constraint throws sqlite::StoreError; callers check first, under the same lock.
class PlatformStore {
 public:
  explicit PlatformStore(sqlite::Database& database) : database_{database} {}

  PlatformRecords load();

  void insert_business(const Party& business);
  void insert_customer(const Party& customer);
  void rename_business(const Uuid& business, std::string_view name);
  void rename_customer(const Uuid& customer, std::string_view name);
  void rename_tenant(const Uuid& tenant, std::string_view name);

  void insert(const ClientRecord& record);
  void update(const Client& client);       // name, scopes, allow-list, disabled, tokens_valid_from
  void forget_tokens(const Uuid& client);  // the next call gets a new one; issued ones stay valid

  // The client's next call gets a new token; the revoked one is remembered until it expires.
  void revoke_token(const Uuid& client, std::string_view claims, const RevokedToken& token);
  void keep(const ReferredScopes& scopes);
  void erase_expired_token_facts(Instant now);

  void insert(const ClientSecret& secret);
  void set_expiry(const Uuid& secret, Instant expires);
  void erase_expired_secrets(const Uuid& client, Instant now);

  void insert(const TenantRecord& record);  // after Platform::make_file_of
  std::vector<TenantRecord> unmarked_tenants();
  void set_marked(const Uuid& tenant);
  void erase_tenant(const Uuid& tenant, Instant now);  // and revokes its grants

  void insert(const GrantRecord& record);
  void revoke_grant(const Uuid& grant, Instant now);

  void insert(const SigningKeyRecord& key);
  void update(const SigningKeyRecord& key);

  void append(const SecurityEvent& event) { SecurityLog::append(database_, event); }

  // Times that only a clock which was ahead can have given, and that would count until that time
  // comes: discard_future() ends or removes what has them.
  bool has_future(Instant now);
  void discard_future(Instant now);

  std::optional<std::string> fact(std::string_view name);
  void set_fact(std::string_view name, std::string_view value);

 private:
  sqlite::Database& database_;
};

}  // namespace vip
