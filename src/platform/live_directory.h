#pragma once

#include <array>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "platform/directory.h"
#include "platform/platform_records.h"
#include "platform/snapshot.h"

namespace vip {

// The secrets to compare with: always two, so that every client costs the same time. An expiry of
// zero means that the slot is empty.
struct Credentials {
  static constexpr std::size_t kSecrets = 2;
  std::array<Digest, kSecrets> macs{};
  std::array<Instant, kSecrets> expires{};
};

// The directory at one instant.
class DirectoryTables {
 public:
  DirectoryTables() = default;
  DirectoryTables(const PlatformRecords& records, const DirectoryTables& former);

  std::shared_ptr<const Client> client_by_key(std::string_view key) const;
  std::shared_ptr<const Client> client(const Uuid& id) const;
  std::shared_ptr<const Tenant> tenant(const Uuid& id) const;
  std::optional<Instant> tenant_created(const Uuid& id) const;
  std::vector<Uuid> tenants() const;
  std::size_t tenant_count() const { return created_.size(); }
  std::shared_ptr<const Grant> grant(const Uuid& client, const Uuid& tenant) const;
  Credentials credentials(const Uuid& client) const;
  bool is_revoked(std::string_view token_id) const {
    return !revoked_.empty() && revoked_.contains(token_id);
  }
  // The scopes that a token of the client refers to by their digest.
  std::optional<ScopeSet> referred_scopes(const Uuid& client, std::string_view digest) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  struct Pair {
    Uuid client, tenant;
    friend bool operator==(const Pair&, const Pair&) = default;
  };
  struct PairHash {
    std::size_t operator()(const Pair& pair) const {
      const std::hash<Uuid> hash;
      return hash(pair.client) * 31 + hash(pair.tenant);
    }
  };

  std::unordered_map<std::string, std::shared_ptr<const Client>, TextHash, std::equal_to<>> by_key_;
  std::unordered_map<Uuid, std::shared_ptr<const Client>> clients_;
  std::unordered_map<Uuid, Credentials> credentials_;
  std::unordered_map<Uuid, std::shared_ptr<const Tenant>> tenants_;
  std::unordered_map<Uuid, Instant> created_;  // of tenants
  std::unordered_map<Pair, std::shared_ptr<const Grant>, PairHash> grants_;
  std::unordered_set<std::string, TextHash, std::equal_to<>> revoked_;
  std::unordered_map<std::string, ScopeSet> referred_scopes_;  // by client and digest
};

// The current directory: tables that are replaced as a whole after each change.
class LiveDirectory final : public Directory {
 public:
  LiveDirectory() : tables_{std::make_shared<DirectoryTables>()} {}

  void replace(const PlatformRecords& records) {
    tables_.set(std::make_shared<const DirectoryTables>(records, *tables_.get()));
  }
  std::shared_ptr<const DirectoryTables> tables() const { return tables_.get(); }

  std::shared_ptr<const Client> client_by_key(std::string_view key) const override;
  std::shared_ptr<const Client> client(const Uuid& id) const override;
  std::shared_ptr<const Tenant> tenant(const Uuid& id) const override;
  std::shared_ptr<const Grant> live_grant(const Uuid& client, const Uuid& tenant,
                                          Instant now) const override;

 private:
  Snapshot<DirectoryTables> tables_;
};

}  // namespace vip
