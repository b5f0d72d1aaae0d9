#pragma once

#include <chrono>
#include <mutex>
#include <unordered_map>

#include <tl/expected.hpp>

#include "auth/access_token.h"
#include "auth/failure_throttle.h"
#include "platform/platform.h"

namespace vip {

struct IssuedToken {
  std::string token;
  ScopeSet scopes;
  Instant expires;
  bool fresh = false;  // made by this call
};

// Who asks, for the audit.
struct TokenCaller {
  std::string_view address, correlation_id;
};

// Gives a client its token: the same bytes until shortly before the token expires (docs/contract.md
// 3).
class TokenIssuer {
 public:
  static constexpr std::size_t kScopeSets = 16;                      // live sets per client
  static constexpr std::int64_t kRenewMilliseconds = 5 * 60 * 1000;  // before the end
  static constexpr std::int64_t kRevocations = 30;  // of a client, in a minute and at once

  static constexpr std::size_t kLargestToken = 4000;  // bytes; proxies limit a header line to 4 KiB

  struct TooManyScopeSets {};

  TokenIssuer(Platform& platform, TokenIdentity identity, std::chrono::seconds lifetime)
      : platform_{platform}, identity_{std::move(identity)}, lifetime_{lifetime} {}

  // `scopes`: all of the client's, or some of them. Writes to disk if the token is new: the token
  // and its security event in one transaction.
  tl::expected<IssuedToken, TooManyScopeSets> issue(const std::shared_ptr<const Client>& client,
                                                    const ScopeSet& scopes,
                                                    const TokenCaller& caller);

  // Ends one token of the client at once; its next call gets a new one. A revoked token is
  // remembered until it expires, so that a client may revoke only so many.
  enum class Revoked : std::uint8_t { yes, not_valid, of_another_client, too_many };
  Revoked revoke(const Client& client, std::string_view token, const TokenCaller& caller);

  const TokenIdentity& identity() const { return identity_; }

 private:
  struct Row {
    std::string kid, claims;
    Instant issued, expires;
    bool fresh = false;
  };
  struct Signed {
    std::shared_ptr<const Client> client;  // its state when the row was read
    std::string kid, claims, token;
    Instant issued, expires;
    std::string id;  // jti
  };
  static constexpr std::size_t kRemembered = 4096;

  std::optional<IssuedToken> remembered(const std::string& place, const Client& client,
                                        const ScopeSet& scopes, const KeyRing& keys) const;
  // The reference that takes the place of scopes which do not fit into a token; empty if they fit.
  std::string reference_to(const Client& client, const ScopeSet& scopes, const KeyRing& keys) const;
  void keep_referred(const Client& client, const ScopeSet& scopes, const std::string& reference);
  tl::expected<Row, TooManyScopeSets> find_or_insert(const Client& client, const ScopeSet& scopes,
                                                     const std::string& reference,
                                                     const KeyRing& keys,
                                                     const TokenCaller& caller);
  bool is_worth_giving(Instant issued, Instant expires, Instant now) const;
  std::string sign(const std::string& place, const std::shared_ptr<const Client>& client,
                   const Row& row, const KeyRing& keys);

  Platform& platform_;
  TokenIdentity identity_;
  std::chrono::seconds lifetime_;
  FailureThrottle revocations_{{kRevocations, kRevocations}};
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Signed> signed_;  // a cache, to sign each token once
};

}  // namespace vip
