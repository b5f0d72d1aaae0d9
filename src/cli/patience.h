#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace vip::cli {

// Says on the standard error output, from the second second on, that work goes on and for how
// long: over the same line on a terminal, else a line every ten seconds.
class Patience {
 public:
  explicit Patience(std::string work);
  ~Patience();
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

 private:
  void tell();

  std::string work_;
  bool done_ = false;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::thread teller_;
};

}  // namespace vip::cli
