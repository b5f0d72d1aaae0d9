#pragma once

#include <chrono>

#include "core/thread_time.h"

namespace vip {

// The processor time that one request takes, over the threads that work on it one after the other.
class CostMeter {
 public:
  // On an event loop, which never waits: the wall clock says the same, and costs less to read.
  void begin_on_loop() {
    on_loop_ = true;
    begun_ = std::chrono::steady_clock::now().time_since_epoch();
  }
  void begin_on_thread() {
    on_loop_ = false;
    begun_ = thread_cpu_time();
  }
  // The request goes on elsewhere, or is at its end.
  void end() {
    if (begun_.count() != 0) spent_ += now() - begun_;
    begun_ = {};
  }
  std::chrono::nanoseconds spent() const { return spent_; }

 private:
  std::chrono::nanoseconds now() const {
    return on_loop_ ? std::chrono::steady_clock::now().time_since_epoch() : thread_cpu_time();
  }

  std::chrono::nanoseconds spent_{};
  std::chrono::nanoseconds begun_{};  // zero: nobody works on it
  bool on_loop_ = false;
};

}  // namespace vip
