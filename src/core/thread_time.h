#pragma once

#include <ctime>

#include <chrono>

namespace vip {

// What the calling thread has used of the processor (POSIX CLOCK_THREAD_CPUTIME_ID).
class ThreadTime {
 public:
  // A system call: a quarter of a microsecond.
  static std::chrono::nanoseconds now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return last_seen() = std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
  }
  // What now() was last, at no cost: where a piece of work begins if its thread did another piece
  // before and has waited since, which takes no processor time.
  static std::chrono::nanoseconds last() { return last_seen(); }

 private:
  static std::chrono::nanoseconds& last_seen() {
    thread_local std::chrono::nanoseconds time{};
    return time;
  }
};

}  // namespace vip
