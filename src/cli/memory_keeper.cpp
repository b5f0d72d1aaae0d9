#include "cli/memory_keeper.h"

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "obs/process_gauges.h"

namespace vip::cli {
namespace {

constexpr int kLooksAtMost = 12;  // while busy, and after a try that gave back little
constexpr double kGrowth = 64.0 * 1024 * 1024;
constexpr double kWorthIt = kGrowth / 4;
constexpr double kIdle = 0.1;  // of one processor

double processor_seconds() {
  rusage use{};
  ::getrusage(RUSAGE_SELF, &use);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

}  // namespace

MemoryKeeper::MemoryKeeper(std::chrono::milliseconds look_every)
    : look_every_{look_every}, thread_{[this] { keep(); }} {}

MemoryKeeper::~MemoryKeeper() {
  end_.give();
  thread_.join();
}

void MemoryKeeper::keep() {
  double least = resident_bytes();
  double used = processor_seconds();
  int grown = 0;  // looks since it has grown
  int pause = 0;  // looks until the next try
  while (!end_.wait_for(look_every_)) {
    const double now = resident_bytes();
    const double then = std::exchange(used, processor_seconds());
    least = std::min(least, now);
    if (now - least < kGrowth) {
      grown = 0;
      continue;
    }
    const bool idle = used - then < kIdle * std::chrono::duration<double>(look_every_).count();
    if ((!idle && ++grown < kLooksAtMost) || --pause > 0) continue;
    ::malloc_trim(0);
    ++trims_;
    grown = 0;
    // What was in use may be free the next time.
    pause = now - resident_bytes() < kWorthIt ? kLooksAtMost : 0;
  }
}

}  // namespace vip::cli
