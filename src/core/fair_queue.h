#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/requester.h"

// Who waits next when many tenants and clients want the same threads.

namespace vip {

// A bounded queue that serves tenants in turn, and within a tenant its clients, each by the time
// that its work has really taken: start-time fair queueing (Goyal, Vin, Cheng 1996) with costs
// that are known afterwards. Who has used least goes first; who comes back after a rest starts
// level with the others and has saved nothing up. What work will cost is taken to be what the
// client's last work cost, and corrected when it is done.
//
// Not thread-safe: its owner locks.
template <class Item>
class FairQueue {
 public:
  using Cost = std::chrono::nanoseconds;

  // `bound`: how many items wait in all. One tenant may fill half of it, one client of a tenant a
  // half of that. A tenant with next to nothing in the queue is taken even when it is full, up to
  // twice the bound. 0: nothing is taken.
  explicit FairQueue(std::size_t bound) : bound_{bound} {}

  // False: the queue, or the share of it that the requester may fill, is full.
  [[nodiscard]] bool push(const Requester& requester, Item item) {
    if (!has_room(requester)) return false;
    Tenant& tenant = tenants_[requester.tenant];
    Client& client = tenant.clients[requester.client];
    if (client.items.empty()) {
      client.used = std::max(client.used, tenant.clock);
      tenant.ready.emplace(client.used, requester.client);
    }
    client.items.push_back(std::move(item));
    if (tenant.waiting++ == 0) {
      tenant.used = std::max(tenant.used, clock_);
      make_ready(requester.tenant, tenant);
    }
    ++waiting_;
    return true;
  }

  struct Taken {
    Requester requester;
    Item item;
    Cost expected{};  // what was charged for it until its cost is known
  };

  // The item whose turn it is; none if nothing waits but work of tenants that are held.
  std::optional<Taken> take() {
    if (ready_.empty()) return std::nullopt;
    const Uuid id = ready_.begin()->second;  // a copy: the entry goes when its place changes
    return take_of(id);
  }

  // Items of the tenant whose turn it is, at most `most`, its clients in turn. The tenant is held,
  // so that nobody else takes of it, until release().
  std::vector<Taken> take_and_hold(std::size_t most) {
    std::vector<Taken> batch;
    if (ready_.empty()) return batch;
    const Uuid id = ready_.begin()->second;
    while (batch.size() < most && tenants_.at(id).waiting > 0) batch.push_back(take_of(id));
    Tenant& tenant = tenants_.at(id);
    tenant.held = true;
    if (tenant.waiting > 0) ready_.erase({tenant.used, id});
    return batch;
  }
  void release(const Uuid& id) {
    Tenant& tenant = tenants_.at(id);
    tenant.held = false;
    if (tenant.waiting > 0) make_ready(id, tenant);
    forget_idle(id);
  }

  // What taken work has cost. Each taken item is charged once.
  void charge(const Taken& taken, Cost cost) { charge(taken.requester, taken.expected, cost); }
  void charge(const Requester& requester, Cost expected, Cost cost) {
    const auto found = tenants_.find(requester.tenant);
    if (found == tenants_.end()) return;
    Tenant& tenant = found->second;
    const auto client = tenant.clients.find(requester.client);
    --tenant.running;
    move(requester.tenant, tenant, cost - expected);
    if (client != tenant.clients.end()) {
      --client->second.running;
      client->second.last = cost;
      move(requester.client, tenant, client->second, cost - expected);
    }
    forget_idle(requester.tenant);
  }

  std::size_t size() const { return waiting_; }
  // What waits of a tenant.
  std::size_t size_of(const Uuid& id) const {
    const auto found = tenants_.find(id);
    return found == tenants_.end() ? 0 : found->second.waiting;
  }
  bool has_ready() const { return !ready_.empty(); }
  // How many tenants have items that may be taken: each is work for one thread.
  std::size_t ready() const { return ready_.size(); }
  // Whether anything of a tenant waits, is being done or is held.
  bool knows(const Uuid& id) const { return tenants_.contains(id); }

 private:
  static constexpr std::size_t kFewWaiting = 16;

  struct Client {
    Cost used{};  // virtual time
    Cost last{};
    std::size_t running = 0;
    std::deque<Item> items;
  };
  struct Tenant {
    Cost used{};
    Cost clock{};  // the virtual time of its clients
    std::size_t waiting = 0;
    std::size_t running = 0;
    bool held = false;
    std::map<Uuid, Client> clients;
    std::set<std::pair<Cost, Uuid>> ready;  // clients with items
  };

  bool has_room(const Requester& requester) const {
    const auto tenant = tenants_.find(requester.tenant);
    const std::size_t of_tenant = tenant == tenants_.end() ? 0 : tenant->second.waiting;
    if (of_tenant < std::min(kFewWaiting, bound_ / 4)) return waiting_ < 2 * bound_;
    if (waiting_ >= bound_ || of_tenant >= std::max<std::size_t>(bound_ / 2, 1)) return false;
    if (tenant == tenants_.end()) return true;
    const auto client = tenant->second.clients.find(requester.client);
    const std::size_t of_client =
        client == tenant->second.clients.end() ? 0 : client->second.items.size();
    // A tenant's only client may fill the tenant's share.
    return of_client < std::max<std::size_t>(bound_ / 4, 1) || of_client == of_tenant;
  }

  void make_ready(const Uuid& id, const Tenant& tenant) {
    if (!tenant.held) ready_.emplace(tenant.used, id);
  }

  Taken take_of(const Uuid& id) {
    Tenant& tenant = tenants_.at(id);
    const Uuid first = tenant.ready.begin()->second;
    Client& client = tenant.clients.at(first);
    clock_ = std::max(clock_, tenant.used);
    tenant.clock = std::max(tenant.clock, client.used);
    Taken taken{{id, first}, std::move(client.items.front()), client.last};
    client.items.pop_front();
    ++client.running;
    ++tenant.running;
    --waiting_;
    if (client.items.empty()) tenant.ready.erase({client.used, first});
    if (--tenant.waiting == 0) ready_.erase({tenant.used, id});
    move(first, tenant, client, taken.expected);
    move(id, tenant, taken.expected);
    return taken;
  }

  void move(const Uuid& id, Tenant& tenant, Cost by) {
    const bool is_ready = ready_.erase({tenant.used, id}) > 0;
    tenant.used += by;
    if (is_ready) ready_.emplace(tenant.used, id);
  }
  static void move(const Uuid& id, Tenant& tenant, Client& client, Cost by) {
    const bool is_ready = tenant.ready.erase({client.used, id}) > 0;
    client.used += by;
    if (is_ready) tenant.ready.emplace(client.used, id);
  }

  // Who has nothing waiting and nothing running, and is not ahead of the others, is forgotten.
  void forget_idle(const Uuid& id) {
    const auto found = tenants_.find(id);
    Tenant& tenant = found->second;
    std::erase_if(tenant.clients, [&](const auto& entry) {
      const Client& client = entry.second;
      return client.items.empty() && client.running == 0 && client.used <= tenant.clock;
    });
    if (waiting_ == 0)  // nobody to be level with
      std::erase_if(tenants_, [](const auto& entry) { return is_idle(entry.second); });
    else if (is_idle(tenant) && tenant.used <= clock_)
      tenants_.erase(found);
  }
  static bool is_idle(const Tenant& tenant) {
    return tenant.waiting == 0 && tenant.running == 0 && !tenant.held;
  }

  std::size_t bound_;
  std::size_t waiting_ = 0;
  Cost clock_{};
  std::map<Uuid, Tenant> tenants_;
  std::set<std::pair<Cost, Uuid>> ready_;  // tenants with items that are not held
};

}  // namespace vip
