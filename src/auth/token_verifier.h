#pragma once

#include <array>
#include <mutex>
#include <unordered_map>

#include "auth/access_token.h"
#include "auth/authenticator.h"
#include "core/bytes.h"
#include "platform/platform.h"

namespace vip {

// Verifies tokens with the platform's keys. A valid token is cached, so that a client's thousands
// of calls a day cost one signature check. Each call checks again that the key is still live.
class PlatformTokenVerifier final : public TokenVerifier {
 public:
  PlatformTokenVerifier(const Platform& platform, TokenIdentity identity)
      : platform_{platform}, identity_{std::move(identity)} {}

  // The problem's detail is for the caller. Its code is always token_invalid.
  Result<std::shared_ptr<const TokenClaims>> verify(std::string_view token,
                                                    Instant now) const override;

 private:
  struct Known {
    std::string kid;
    std::shared_ptr<const TokenClaims> claims;
  };
  // By the token's last characters: they are of its signature, which nobody can choose.
  struct TokenHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view token) const;
  };
  struct SameToken {
    using is_transparent = void;
    // The signature, which is what nobody may guess, in constant time.
    bool operator()(std::string_view a, std::string_view b) const;
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Known, TokenHash, SameToken> known;
  };
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kPerShard = 4096;

  Shard& shard(std::string_view token) const;
  void remember(std::string_view token, Known known, Instant now) const;

  const Platform& platform_;
  TokenIdentity identity_;
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace vip
