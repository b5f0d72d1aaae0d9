#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace vip::net {

// How many connections each address has open. Any thread.
class PeerCounts {
 public:
  // The number with this one.
  std::size_t add(std::string_view peer) {
    const std::scoped_lock lock{mutex_};
    return ++counts_[std::string{peer}];
  }
  void remove(std::string_view peer) {
    const std::scoped_lock lock{mutex_};
    const auto found = counts_.find(std::string{peer});
    if (found != counts_.end() && --found->second == 0) counts_.erase(found);
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> counts_;
};

}  // namespace vip::net
