#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include "http/message.h"

namespace vip::net {

// The memory of bodies that arrive slowly and of answers that are read slowly, by who has to pay
// for it: a client and its tenant, or the address of one that is not known yet. Each may have half
// of the whole. Any thread.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t most) : most_{most} {}

  // What one connection holds was `before` bytes and is `now` bytes.
  void change(const http::Payers& payers, std::size_t before, std::size_t now) {
    const std::scoped_lock lock{mutex_};
    total_.fetch_add(now - before, std::memory_order_relaxed);
    for (const std::string& payer : payers) {
      if (payer.empty()) continue;
      const auto entry = by_.try_emplace(payer, 0).first;
      entry->second += now - before;
      if (entry->second == 0) by_.erase(entry);
    }
  }

  // Whether nothing large may be begun: one of the payers has used up its share, or all together
  // have used up the whole.
  bool is_used_up(const http::Payers& payers) const {
    const std::size_t total = used();
    if (total <= most_ / 2) return false;  // without the lock: the usual case
    if (total > most_) return true;
    const std::scoped_lock lock{mutex_};
    return std::ranges::any_of(payers, [&](const std::string& payer) {
      const auto entry = by_.find(payer);
      return entry != by_.end() && entry->second > most_ / 2;
    });
  }

  std::size_t used() const { return total_.load(std::memory_order_relaxed); }  // bytes

 private:
  const std::size_t most_;
  std::atomic<std::size_t> total_{0};
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> by_;
};

}  // namespace vip::net
