#pragma once

#include <array>
#include <mutex>
#include <unordered_map>

#include "auth/access_token.h"
#include "auth/authenticator.h"
#include "core/bytes.h"
#include "platform/platform.h"

namespace vip {

// Verifies tokens with the platform's keys. A valid token is cached by its digest, so that a
// client's thousands of calls a day cost one signature check. Each call checks again that the key
// is still live.
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
  struct DigestHash {
    std::size_t operator()(const Digest& digest) const;
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<Digest, Known, DigestHash> known;
  };
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kPerShard = 4096;

  Shard& shard(const Digest& digest) const;
  void remember(const Digest& digest, Known known, Instant now) const;

  const Platform& platform_;
  TokenIdentity identity_;
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace vip
