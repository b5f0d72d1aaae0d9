#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace vip {

// A value that many threads read and few replace as a whole. A reader keeps its copy; the lock is
// held only to copy one pointer.
template <class T>
class Snapshot {
 public:
  explicit Snapshot(std::shared_ptr<const T> first) : value_{std::move(first)} {}

  std::shared_ptr<const T> get() const {
    const std::lock_guard lock{mutex_};
    return value_;
  }
  void set(std::shared_ptr<const T> next) {
    {
      const std::lock_guard lock{mutex_};
      value_.swap(next);
    }
    // `next`, the former value, may be destroyed here, outside of the lock.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace vip
