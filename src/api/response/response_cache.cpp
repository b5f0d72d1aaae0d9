// Answers in memory, evicted by use.
//
// Why an answer is kept only when it is asked for again: most questions are asked once (a traversal
// by cursors, a search), and keeping them would cost a copy and push out what clients poll.

#include "api/response/response_cache.h"

#include <functional>
#include <utility>

namespace vip {
namespace {

constexpr std::int64_t kDay = 86'400'000;  // milliseconds

std::size_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }

// About what it takes in memory.
std::size_t bytes_of(const std::string& key, const Representation& made) {
  constexpr std::size_t kAround = 768;  // entry, nodes of list and map, read set
  std::size_t bytes = kAround + key.size() + made.response.body.size();
  for (const auto& [name, value] : made.response.headers)
    bytes += 2 * sizeof(std::string) + name.size() + value.size();
  return bytes;
}

}  // namespace

CacheKey::CacheKey(const Client& client, const Tenant& tenant, ScopeSet key_scopes,
                   std::string_view path, std::string_view query, Instant now)
    : scopes{std::move(key_scopes)} {
  text.reserve(96 + path.size() + query.size());
  text.append(client.id.view()).append(client.business.view()).append(tenant.id.view());
  text.append(std::to_string(now.milliseconds / kDay)).append(" ");
  text.append(tenant.locale).append(" ").append(path).append("?").append(query);
}

ResponseCache::Entry ResponseCache::find(const CacheKey& key) {
  Shard& shard = shard_of(hash_of(key.text));
  Entry entry;
  std::shared_ptr<const ReadSet> read_set;
  {
    const std::lock_guard lock{shard.mutex};
    if (const auto found = shard.places.find(key.text);
        found != shard.places.end() && found->second->scopes == key.scopes) {
      shard.by_use.splice(shard.by_use.begin(), shard.by_use, found->second);
      entry = found->second->entry;
      read_set = found->second->read_set;
    }
  }
  // Without the lock: it may look at the tenant's file.
  if (entry && !read_set->is_current()) entry = nullptr;
  ++(entry ? hits_ : misses_);
  return entry;
}

bool ResponseCache::was_offered(std::size_t hash) {
  Shard& shard = shard_of(hash);
  const std::lock_guard lock{shard.mutex};
  return std::exchange(shard.offered[hash % kOffered], hash) == hash;
}

void ResponseCache::offer(const CacheKey& key, const Representation& made,
                          const ReadSession& session) {
  if (made.response.source || made.response.body.size() > kLargest) return;
  const std::size_t hash = hash_of(key.text);
  if (!was_offered(hash)) return;
  auto read_set = session.read_set();
  if (!read_set) return;
  Shard& shard = shard_of(hash);
  Kept kept{key.text, key.scopes, std::move(read_set), std::make_shared<Representation>(made),
            bytes_of(key.text, made)};
  Order dropped;  // destroyed after the lock
  const std::lock_guard lock{shard.mutex};
  if (const auto found = shard.places.find(key.text); found != shard.places.end())
    drop(shard, found->second, dropped);
  shard.bytes += kept.bytes;
  bytes_.fetch_add(kept.bytes, std::memory_order_relaxed);
  shard.by_use.push_front(std::move(kept));
  shard.places.emplace(shard.by_use.front().key, shard.by_use.begin());
  while (shard.bytes > most_bytes_ / kShards) drop(shard, std::prev(shard.by_use.end()), dropped);
}

void ResponseCache::drop(Shard& shard, Order::iterator kept, Order& dropped) {
  shard.places.erase(kept->key);
  shard.bytes -= kept->bytes;
  bytes_.fetch_sub(kept->bytes, std::memory_order_relaxed);
  dropped.splice(dropped.begin(), shard.by_use, kept);
}

}  // namespace vip
