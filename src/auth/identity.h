#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/tenant.h"
#include "core/time.h"
#include "core/uuid.h"

namespace vip {

// A set of scopes such as "contact:read", "contact.addresses:create", "contact:pii". The wider
// implies the narrower. Immutable and shared: a copy costs a pointer, since every request carries
// one.
class ScopeSet {
 public:
  using Names = std::set<std::string, std::less<>>;

  ScopeSet() = default;
  explicit ScopeSet(Names scopes);
  // Space-separated, as in RFC 6749 3.3; none when a word is not `group:action` or
  // `group.resource:action`.
  static std::optional<ScopeSet> parse(std::string_view text);

  // Whether `group:action` or `group.resource:action` is admitted.
  bool admits(std::string_view group, std::string_view resource, std::string_view action) const;
  bool admits(std::string_view scope) const;
  bool admits_all(const ScopeSet& other) const;
  // What both admit: "contact:read" ∩ "contact.addresses:read" is the narrower.
  ScopeSet intersect(const ScopeSet& other) const;
  bool empty() const { return scopes_ == nullptr; }
  const Names& all() const;
  std::string to_string() const;  // sorted, space-separated
  friend bool operator==(const ScopeSet& a, const ScopeSet& b) {
    return a.scopes_ == b.scopes_ || a.all() == b.all();
  }

 private:
  std::shared_ptr<const Names> scopes_;  // null: none
};

// An address range in CIDR form; IPv4-mapped IPv6 counts as IPv4.
class AddressRange {
 public:
  static std::optional<AddressRange> parse(
      std::string_view text);  // "203.0.113.0/24", "2001:db8::1"
  bool contains(std::string_view address) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::array<std::uint8_t, 16> bytes_{};
  int prefix_ = 128;
};

struct Client {
  Uuid id;
  std::string key;  // client_id
  Uuid business;
  std::string name;
  Environment environment = Environment::sandbox;
  ScopeSet scopes;
  std::vector<AddressRange> allow_list;
  bool disabled = false;
  Instant tokens_valid_from;  // tokens issued before it are ended (--end-tokens, disabling)
};

struct Grant {
  Uuid client, tenant;
  std::string authorised_by;
  Instant authorised_at;
  std::optional<Instant> expires;
  std::optional<ScopeSet> narrowed_to;
};

// Businesses, clients, tenants and grants as they are now: an immutable snapshot, replaced whole
// within a second of a change.
class Directory {
 public:
  virtual ~Directory() = default;
  virtual std::shared_ptr<const Client> client_by_key(std::string_view key) const = 0;
  virtual std::shared_ptr<const Client> client(const Uuid& id) const = 0;
  virtual std::shared_ptr<const Tenant> tenant(const Uuid& id) const = 0;
  // The grant that is in force at a moment; none when unknown, revoked, expired or of another
  // environment.
  virtual std::shared_ptr<const Grant> live_grant(const Uuid& client, const Uuid& tenant,
                                                  Instant now) const = 0;
};

// What a verified token says.
struct TokenClaims {
  std::string client_key;
  ScopeSet scopes;
  Instant issued, expires;
  std::string id;  // jti
};

// Who calls: a live client with a valid token from an allowed address. Only authenticate() makes
// one.
class Caller {
 public:
  const Client& client() const { return *client_; }
  const ScopeSet& scopes() const { return scopes_; }  // the token's ∩ the client's present ones

 private:
  friend class Authenticator;
  Caller(std::shared_ptr<const Client> client, ScopeSet scopes)
      : client_{std::move(client)}, scopes_{std::move(scopes)} {}
  std::shared_ptr<const Client> client_;
  ScopeSet scopes_;
};

// A caller admitted to a tenant. Only admit() makes one; every query wants one.
class TenantAccess {
 public:
  const Caller& caller() const { return caller_; }
  const Tenant& tenant() const { return *tenant_; }
  const ScopeSet& scopes() const { return scopes_; }  // narrowed by the grant

 private:
  friend class Authenticator;
  TenantAccess(Caller caller, std::shared_ptr<const Tenant> tenant, ScopeSet scopes)
      : caller_{std::move(caller)}, tenant_{std::move(tenant)}, scopes_{std::move(scopes)} {}
  Caller caller_;
  std::shared_ptr<const Tenant> tenant_;
  ScopeSet scopes_;
};

}  // namespace vip
