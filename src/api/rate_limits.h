#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/requester.h"
#include "core/result.h"
#include "http/message.h"

namespace vip {

// How much a client may use of one tenant's server time. A request costs the processor time that it
// takes, and a millisecond for each MiB of its body and of its response. What is used up comes back
// evenly: a window after a pause the whole quota is there again (token bucket).
//
// The headers are those of draft-ietf-httpapi-ratelimit-headers-10: RateLimit-Policy and RateLimit,
// in milliseconds.
class RateLimits {
 public:
  using Cost = std::chrono::nanoseconds;
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kWindow{60};

  // `quota`: milliseconds in a window, for clients that have none of their own; 0: no limit.
  explicit RateLimits(std::int64_t quota) : quota_{quota} {}

  // The quota of a client: its own, or that of all.
  std::int64_t quota_of(std::optional<std::int64_t> own) const {
    return own.value_or(quota_.load(std::memory_order_relaxed));
  }
  // Applies from the next request on.
  void set_quota(std::int64_t quota) { quota_.store(quota, std::memory_order_relaxed); }

  // 429 with Retry-After while the quota is used up. Counts the refusal.
  Check admit(const Requester& requester, std::int64_t quota, Moment now);
  // What a request has cost, and the headers of its response.
  void charge(const Requester& requester, std::int64_t quota, Cost cost, std::uint64_t bytes,
              Moment now, http::Response& response);

  struct Usage {
    Uuid tenant;
    std::int64_t used = 0;  // of the quota, milliseconds
    std::uint64_t requests = 0, refused = 0, bytes = 0;
    std::int64_t cost = 0;  // milliseconds in all
  };
  // What a client has used since the server started, by tenant.
  std::vector<Usage> usage_of(const Uuid& client, std::int64_t quota, Moment now);

 private:
  struct Bucket {
    Cost used{};  // and not yet come back
    Moment updated{};
    std::uint64_t requests = 0, refused = 0, bytes = 0;
    Cost cost{};
  };
  struct Hash {
    std::size_t operator()(const Requester& requester) const {
      const std::hash<Uuid> hash;
      return hash(requester.tenant) * 31 + hash(requester.client);
    }
  };
  // Several, so that event loops seldom wait for each other.
  struct Shard {
    std::mutex mutex;
    std::unordered_map<Requester, Bucket, Hash> buckets;
  };

  Shard& shard_of(const Requester& requester) { return shards_[Hash{}(requester) % kShards]; }
  static void refill(Bucket& bucket, std::int64_t quota, Moment now);

  static constexpr std::size_t kShards = 16;
  std::atomic<std::int64_t> quota_;
  std::array<Shard, kShards> shards_;
};

}  // namespace vip
