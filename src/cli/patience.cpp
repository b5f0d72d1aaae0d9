// Progress of work that cannot say how far it is.

#include "cli/patience.h"

#include <unistd.h>

#include <chrono>
#include <iostream>

namespace vip::cli {

Patience::Patience(std::string work) : work_{std::move(work)}, teller_{[this] { tell(); }} {}

Patience::~Patience() {
  {
    const std::lock_guard lock{mutex_};
    done_ = true;
  }
  ended_.notify_one();
  teller_.join();
}

void Patience::tell() {
  using std::chrono::seconds;
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  const auto began = std::chrono::steady_clock::now();
  auto next = seconds{2};
  bool told = false;
  std::unique_lock lock{mutex_};
  while (!ended_.wait_until(lock, began + next, [this] { return done_; })) {
    std::cerr << (terminal ? "\r\033[K" : "") << "vip: " << work_ << " goes on, " << next.count()
              << " s" << (terminal ? "" : "\n");
    std::cerr.flush();
    told = true;
    next += terminal ? seconds{1} : seconds{10};
  }
  if (terminal && told) std::cerr << "\r\033[K";
}

}  // namespace vip::cli
