#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/tenant.h"
#include "core/time.h"
#include "core/uuid.h"
#include "platform/address_range.h"
#include "platform/scopes.h"

namespace vip {

// By how much clocks may differ. What is later is of a clock that was ahead.
inline constexpr std::int64_t kClockSkewMilliseconds = 60'000;

struct Client {
  Uuid id;
  std::string key;  // client_id
  Uuid business;
  std::string name;
  Environment environment = Environment::sandbox;
  ScopeSet scopes;
  std::vector<AddressRange> allow_list;
  bool disabled = false;
  Instant tokens_valid_from;  // tokens issued earlier are revoked
  // Milliseconds of server time a minute for each tenant, 0: no limit; none: the setting
  // rate-limit.
  std::optional<std::int64_t> rate_limit = {};
};

struct Grant {
  Uuid client, tenant;
  std::string authorised_by;
  Instant authorised_at;
  std::optional<Instant> expires;
  std::optional<ScopeSet> narrowed_to;
};

// The current businesses, clients, tenants and grants: an immutable snapshot, replaced as a whole
// within a second of a change.
class Directory {
 public:
  virtual ~Directory() = default;
  virtual std::shared_ptr<const Client> client_by_key(std::string_view key) const = 0;
  virtual std::shared_ptr<const Client> client(const Uuid& id) const = 0;
  virtual std::shared_ptr<const Tenant> tenant(const Uuid& id) const = 0;
  // The grant that is valid at an instant; none if it is unknown, revoked, expired or of another
  // environment.
  virtual std::shared_ptr<const Grant> live_grant(const Uuid& client, const Uuid& tenant,
                                                  Instant now) const = 0;
};

}  // namespace vip
