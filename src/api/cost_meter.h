#pragma once

#include <chrono>

#include "core/thread_time.h"

namespace vip {

// The processor time that one request takes, over the threads that work on it one after the other.
class CostMeter {
 public:
  // On an event loop, which never waits: the wall clock says the same, and costs less to read.
  void begin_on_loop() {
    runs_ = on_loop_ = true;
    begun_ = std::chrono::steady_clock::now().time_since_epoch();
  }
  // On a thread that ends each piece of work by ThreadTime::now().
  void begin_on_thread() {
    runs_ = true;
    on_loop_ = false;
    begun_ = ThreadTime::last();
  }
  // The request goes on elsewhere, or is at its end.
  void end() {
    if (runs_) spent_ += now() - begun_;
    runs_ = false;
  }
  std::chrono::nanoseconds spent() const { return spent_; }

 private:
  std::chrono::nanoseconds now() const {
    return on_loop_ ? std::chrono::steady_clock::now().time_since_epoch() : ThreadTime::now();
  }

  std::chrono::nanoseconds spent_{};
  std::chrono::nanoseconds begun_{};
  bool runs_ = false;
  bool on_loop_ = false;
};

}  // namespace vip
