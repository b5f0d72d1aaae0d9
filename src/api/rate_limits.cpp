#include "api/rate_limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace vip {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::uint64_t kBytesOfAMillisecond = 1 << 20;

RateLimits::Cost cost_of_bytes(std::uint64_t bytes) {
  return std::chrono::nanoseconds{bytes * 1'000'000 / kBytesOfAMillisecond};
}

std::int64_t left_of(std::int64_t quota, RateLimits::Cost used) {
  return std::max<std::int64_t>(quota - duration_cast<milliseconds>(used).count(), 0);
}

// Until `amount` milliseconds have come back.
std::int64_t seconds_for(std::int64_t amount, std::int64_t quota) {
  const std::int64_t window = RateLimits::kWindow.count();
  return std::clamp<std::int64_t>((amount * window + quota - 1) / quota, 1, 10 * window);
}

std::pair<std::string, std::string> policy_header(std::int64_t quota) {
  return {"RateLimit-Policy",
          fmt::format("\"cost\";q={};w={}", quota, RateLimits::kWindow.count())};
}

std::pair<std::string, std::string> limit_header(std::int64_t quota, RateLimits::Cost used) {
  const std::int64_t left = left_of(quota, used);
  return {"RateLimit", fmt::format("\"cost\";r={};t={}", left, seconds_for(quota - left, quota))};
}

}  // namespace

void RateLimits::refill(Bucket& bucket, std::int64_t quota, Moment now) {
  if (now <= bucket.updated) return;
  // In floating point: a rest of years would overflow, and nanoseconds do not matter.
  const double back = std::chrono::duration<double>(now - bucket.updated).count() *
                      static_cast<double>(quota) * 1e6 / static_cast<double>(kWindow.count());
  const auto used = static_cast<double>(bucket.used.count());
  bucket.used = Cost{back >= used ? 0 : static_cast<Cost::rep>(used - back)};
  bucket.updated = now;
}

Check RateLimits::admit(const Requester& requester, std::int64_t quota, Moment now) {
  if (quota <= 0) return {};
  Shard& shard = shard_of(requester);
  const std::scoped_lock lock{shard.mutex};
  Bucket& bucket = shard.buckets[requester];
  refill(bucket, quota, now);
  if (left_of(quota, bucket.used) > 0) return {};
  ++bucket.refused;
  const std::int64_t missing = duration_cast<milliseconds>(bucket.used).count() - quota + 1;
  const std::int64_t wait = seconds_for(missing, quota);
  Problem problem{
      errors::too_many_requests,
      fmt::format("This client has used up its {} ms of server time a minute for this tenant; go "
                  "on in {} s.",
                  quota, wait),
      {},
      {}};
  problem.headers.push_back(policy_header(quota));
  problem.headers.emplace_back("RateLimit", fmt::format("\"cost\";r=0;t={}", wait));
  problem.headers.emplace_back("Retry-After", std::to_string(wait));
  return tl::unexpected(std::move(problem));
}

void RateLimits::charge(const Requester& requester, std::int64_t quota, Cost cost,
                        std::uint64_t bytes, Moment now, http::Response& response) {
  Shard& shard = shard_of(requester);
  Cost used{};
  {
    const std::scoped_lock lock{shard.mutex};
    Bucket& bucket = shard.buckets[requester];
    const Cost whole = cost + cost_of_bytes(bytes);
    ++bucket.requests;
    bucket.bytes += bytes;
    bucket.cost += whole;
    if (quota <= 0) return;
    refill(bucket, quota, now);
    bucket.used += whole;
    used = bucket.used;
  }
  response.headers.reserve(response.headers.size() + 2);
  response.headers.push_back(policy_header(quota));
  response.headers.push_back(limit_header(quota, used));
}

std::vector<RateLimits::Usage> RateLimits::usage_of(const Uuid& client, std::int64_t quota,
                                                    Moment now) {
  std::vector<Usage> found;
  for (Shard& shard : shards_) {
    const std::scoped_lock lock{shard.mutex};
    for (auto& [requester, bucket] : shard.buckets) {
      if (requester.client != client) continue;
      if (quota > 0) refill(bucket, quota, now);
      found.push_back({.tenant = requester.tenant,
                       .used = duration_cast<milliseconds>(bucket.used).count(),
                       .requests = bucket.requests,
                       .refused = bucket.refused,
                       .bytes = bucket.bytes,
                       .cost = duration_cast<milliseconds>(bucket.cost).count()});
    }
  }
  std::ranges::sort(found, {}, &Usage::tenant);
  return found;
}

}  // namespace vip
