#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "core/observation.h"
#include "core/time.h"

namespace vip {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

// Where lines go: a file that is appended to, or a descriptor of the process.
struct LogTarget {
  std::string file;  // made with mode 0600; empty: `descriptor`
  // Beyond this size the file becomes <file>.1, in place of the former one, and another begins: the
  // two have at most twice as many bytes. 0: never.
  std::size_t file_limit = 0;
  int descriptor = 2;
};

// Writes observations as JSON lines. The observing thread formats; another thread writes, so that a
// slow terminal, pipe or disk delays nobody. Lines that arrive faster than they can be written, or
// that nobody reads, are dropped and counted, and a later line tells how many.
class Log final : public Observer {
 public:
  // Throws std::system_error if the file cannot be opened.
  explicit Log(LogLevel level, const LogTarget& target = {}, const Clock& clock = system_clock());
  // After the last line is written, but never waits long for a reader that has stopped reading.
  ~Log() override;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void on_event(const Observation& observation) override;

  void set_level(LogLevel level) { level_ = level; }
  // Opens the file again, as after it was renamed. Lines that wait go to the new one. Throws
  // std::system_error, and the old one stays.
  void reopen();
  std::uint64_t dropped() const;  // lines

 private:
  class Writer;

  std::atomic<LogLevel> level_;
  const Clock& clock_;
  std::shared_ptr<Writer> writer_;  // its thread may outlive the log by a blocked write
};

// One observation as a JSON line without its end, and its level.
struct LogLine {
  LogLevel level = LogLevel::info;
  std::string text;
};
LogLine log_line(const Observation& observation, Instant now);

}  // namespace vip
