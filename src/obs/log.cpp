// The log's buffer: two strings that are swapped; one is filled while the other is written.

#include "obs/log.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace vip {

Log::Log(LogLevel level, int descriptor, const Clock& clock)
    : level_{level}, descriptor_{descriptor}, clock_{clock}, writer_{[this] { write_all(); }} {}

Log::~Log() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  arrived_.notify_one();
  writer_.join();
}

void Log::on_event(const Observation& observation) {
  const auto line = log_line(observation, clock_.now());
  if (line.level >= level_) push(line.text);
}

void Log::push(const std::string& line) {
  bool was_empty = false;
  {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() + line.size() > kWaitingBytes) {
      ++dropped_;
      return;
    }
    was_empty = waiting_.empty();
    waiting_.append(line).append(1, '\n');
  }
  if (was_empty) arrived_.notify_one();
}

void Log::write_all() {
  std::string text;
  bool ending = false;
  while (!ending) {
    text.clear();
    {
      std::unique_lock lock{mutex_};
      arrived_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      text.swap(waiting_);
      ending = ending_;
      if (const auto dropped = std::exchange(dropped_, 0); dropped > 0) {
        text += R"({"level":"error","event":"log-lines-dropped","count":)" +
                std::to_string(dropped) + "}\n";
      }
    }
    std::string_view rest{text};
    while (!rest.empty()) {
      const auto count = ::write(descriptor_, rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;  // nobody reads the log; serving continues
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
  }
}

}  // namespace vip
