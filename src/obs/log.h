#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/observation.h"
#include "core/time.h"

namespace vip {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

// Writes observations as JSON lines. The observing thread formats; another thread writes, so that a
// slow terminal or disk delays nobody. If lines arrive faster than they can be written, they are
// dropped and counted.
class Log final : public Observer {
 public:
  explicit Log(LogLevel level, int descriptor = 2, const Clock& clock = system_clock());
  ~Log() override;  // after the last line is written

  void on_event(const Observation& observation) override;

 private:
  static constexpr std::size_t kWaitingBytes = 8 * 1024 * 1024;

  void push(const std::string& line);
  void write_all();

  LogLevel level_;
  int descriptor_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::string waiting_;
  std::uint64_t dropped_ = 0;
  bool ending_ = false;
  std::thread writer_;
};

// One observation as a JSON line without its end, and its level.
struct LogLine {
  LogLevel level = LogLevel::info;
  std::string text;
};
LogLine log_line(const Observation& observation, Instant now);

}  // namespace vip
