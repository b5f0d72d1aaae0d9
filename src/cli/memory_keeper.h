#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

#include "cli/end_signal.h"

namespace vip::cli {

// Gives memory that heavy work has left behind back to the system: the allocator alone keeps what
// is free between blocks that are not. Looks every few seconds; gives back when the process is
// larger than it was and idle, or once a minute if it never is.
class MemoryKeeper {
 public:
  explicit MemoryKeeper(std::chrono::milliseconds look_every = std::chrono::seconds{5});
  ~MemoryKeeper();
  MemoryKeeper(const MemoryKeeper&) = delete;
  MemoryKeeper& operator=(const MemoryKeeper&) = delete;

  std::uint64_t trims() const { return trims_; }

 private:
  void keep();

  std::chrono::milliseconds look_every_;
  std::atomic<std::uint64_t> trims_{0};
  EndSignal end_;
  std::thread thread_;
};

}  // namespace vip::cli
