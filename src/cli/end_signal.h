#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace vip::cli {

// Tells a thread that works in the background to end, and lets it wait for that between two rounds.
class EndSignal {
 public:
  void give() {
    {
      const std::lock_guard lock{mutex_};
      given_ = true;
    }
    changed_.notify_all();
  }
  bool is_given() const {
    const std::lock_guard lock{mutex_};
    return given_;
  }
  // Whether it was given within the time.
  bool wait_for(std::chrono::milliseconds time) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, time, [this] { return given_; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool given_ = false;
};

}  // namespace vip::cli
