#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "api/response/representation.h"
#include "core/tenant.h"
#include "platform/directory.h"
#include "store/store.h"

namespace vip {

// Who asks for what: all that a GET's representation follows from, beside the stored data.
struct CacheKey {
  CacheKey(std::string key, ScopeSet key_scopes)
      : text{std::move(key)}, scopes{std::move(key_scopes)} {}
  // A cursor and external ids are the client's, texts are read as in the tenant's country, and the
  // scopes decide what is shown. Ages and states that expire are of a day, in UTC.
  CacheKey(const Client& client, const Tenant& tenant, ScopeSet scopes, std::string_view path,
           std::string_view query, Instant now);

  std::string text;
  ScopeSet scopes;
};

// Representations that were given before, for as long as no commit has changed what they show. Any
// thread. What is asked for once is not kept: it takes the place of what is asked for often.
class ResponseCache {
 public:
  using Entry = std::shared_ptr<const Representation>;

  explicit ResponseCache(std::size_t most_bytes) : most_bytes_{most_bytes} {}

  // Null: not kept, or changed since.
  Entry find(const CacheKey& key);
  // What was made of all that the session has read.
  void offer(const CacheKey& key, const Representation& made, const ReadSession& session);

  bool is_on() const { return most_bytes_ > 0; }
  std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
  std::uint64_t hits() const { return hits_.load(std::memory_order_relaxed); }
  std::uint64_t misses() const { return misses_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kOffered = 1024;  // hashes of keys, for each shard
  static constexpr std::size_t kLargest = 256 * 1024;

  struct Kept {
    std::string key;
    ScopeSet scopes;
    std::shared_ptr<const ReadSet> read_set;
    Entry entry;
    std::size_t bytes = 0;
  };
  using Order = std::list<Kept>;  // most recently used first
  struct Shard {
    std::mutex mutex;
    Order by_use;
    std::unordered_map<std::string_view, Order::iterator> places;  // keys are those of the entries
    std::array<std::size_t, kOffered> offered{};
    std::size_t bytes = 0;
  };

  // Whether the key was offered before; it is from now on.
  bool was_offered(std::size_t hash);
  Shard& shard_of(std::size_t hash) { return shards_[(hash >> 56U) % kShards]; }
  void drop(Shard& shard, Order::iterator kept, Order& dropped);

  const std::size_t most_bytes_;
  std::array<Shard, kShards> shards_;
  std::atomic<std::size_t> bytes_{0};
  std::atomic<std::uint64_t> hits_{0};
  std::atomic<std::uint64_t> misses_{0};
};

}  // namespace vip
