// The log's buffer: two strings that are swapped; one is filled while the other is written.
//
// The descriptor may be a pipe or terminal that nobody reads any more. Its mode is not ours to
// change (it is shared with other processes), so each write waits first until something can be
// taken, and no write is longer than what a pipe then takes. Should one block all the same, the
// thread is left to the end of the process: a stop never waits for it.

#include "obs/log.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace vip {
namespace {

constexpr std::size_t kWaitingBytes = 8 * 1024 * 1024;
constexpr std::chrono::milliseconds kBlockedPause{100};
constexpr std::chrono::seconds kLastWords{2};

class LogFile {
 public:
  explicit LogFile(int descriptor) : descriptor_{descriptor}, owned_{false} { look(); }
  explicit LogFile(const std::string& path)
      : descriptor_{::open(path.c_str(),
                           O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                           S_IRUSR | S_IWUSR)},
        owned_{true} {
    if (descriptor_ < 0)
      throw std::system_error{errno, std::generic_category(),
                              "The log file " + path + " cannot be opened"};
    look();
  }
  ~LogFile() {
    if (owned_) ::close(descriptor_);
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  enum class Wrote : std::uint8_t { some, nothing_yet, never };
  // Takes what was written from the front of `text`.
  Wrote write_some(std::string_view& text) {
    pollfd ready{descriptor_, POLLOUT, 0};
    const auto wait = static_cast<int>(kBlockedPause.count());
    if (!is_file_ && ::poll(&ready, 1, wait) <= 0) return Wrote::nothing_yet;
    const auto count =
        ::write(descriptor_, text.data(),
                is_file_ ? text.size() : std::min<std::size_t>(text.size(), PIPE_BUF));
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return Wrote::nothing_yet;
    if (count <= 0) return Wrote::never;
    size_ += static_cast<std::size_t>(count);
    is_within_line_ = text[static_cast<std::size_t>(count) - 1] != '\n';
    text.remove_prefix(static_cast<std::size_t>(count));
    return Wrote::some;
  }
  std::size_t size() const { return size_; }
  bool is_within_line() const { return is_within_line_; }

 private:
  void look() {
    struct stat about {};
    if (::fstat(descriptor_, &about) != 0) return;
    is_file_ = S_ISREG(about.st_mode);
    size_ = static_cast<std::size_t>(about.st_size);
  }

  int descriptor_;
  bool owned_;
  bool is_file_ = false;
  std::size_t size_ = 0;
  bool is_within_line_ = false;
};

std::shared_ptr<LogFile> open_target(const LogTarget& target) {
  return target.file.empty() ? std::make_shared<LogFile>(target.descriptor)
                             : std::make_shared<LogFile>(target.file);
}

std::uint64_t lines_in(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

class Log::Writer {
 public:
  explicit Writer(LogTarget target) : target_{std::move(target)}, file_{open_target(target_)} {}

  static void start(const std::shared_ptr<Writer>& self) {
    self->thread_ = std::thread{[self] { self->write_all(); }};
  }

  void push(const std::string& line) {
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

  void reopen() {
    if (target_.file.empty()) return;
    auto opened = open_target(target_);
    const std::lock_guard lock{mutex_};
    file_ = std::move(opened);
  }

  std::uint64_t dropped() const {
    const std::lock_guard lock{mutex_};
    return dropped_;
  }

  void end() {
    {
      std::unique_lock lock{mutex_};
      ending_ = true;
      arrived_.notify_one();
      ended_.wait_for(lock, kLastWords, [this] { return has_ended_; });
      if (!has_ended_) return thread_.detach();
    }
    thread_.join();
  }

 private:
  void write_all() {
    std::string text;
    bool ending = false;
    while (!ending) {
      text.clear();
      {
        std::unique_lock lock{mutex_};
        arrived_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        text.swap(waiting_);
        ending = ending_;
        if (const auto dropped = dropped_ - std::exchange(told_, dropped_); dropped > 0)
          text += R"({"level":"error","event":"log-lines-dropped","count":)" +
                  std::to_string(dropped) + "}\n";
      }
      write(text);
    }
    const std::lock_guard lock{mutex_};
    has_ended_ = true;
    ended_.notify_one();
  }

  // All of a piece goes to one file, so that no line is divided when it is opened again.
  void write(const std::string& piece) {
    std::shared_ptr<LogFile> file;
    {
      const std::lock_guard lock{mutex_};
      file = file_;
    }
    std::string_view text{piece};
    // Behind a line that was cut off by a full disk.
    if (file->is_within_line()) {
      std::string_view end_of_line{"\n"};
      file->write_some(end_of_line);
    }
    while (!text.empty()) {
      const auto wrote = file->write_some(text);
      // `never`: the reader has gone, or the disk is full.
      if (wrote == LogFile::Wrote::never || (wrote == LogFile::Wrote::nothing_yet && is_over()))
        return drop(text);
    }
    rotate(*file);
  }

  // Once a stop has begun, a reader that does not read is not waited for.
  bool is_over() {
    const std::lock_guard lock{mutex_};
    return ending_;
  }

  void drop(std::string_view text) {
    const std::lock_guard lock{mutex_};
    dropped_ += lines_in(text);
  }

  void rotate(const LogFile& file) {
    if (target_.file.empty() || target_.file_limit == 0 || file.size() < target_.file_limit) return;
    if (::rename(target_.file.c_str(), (target_.file + ".1").c_str()) != 0) return;
    try {
      reopen();
    } catch (const std::system_error&) {
      // The renamed file goes on, and the next piece tries again.
    }
  }

  const LogTarget target_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_, ended_;
  std::shared_ptr<LogFile> file_;
  std::string waiting_;
  std::uint64_t dropped_ = 0;
  std::uint64_t told_ = 0;  // of those that were dropped
  bool ending_ = false;
  bool has_ended_ = false;
  std::thread thread_;
};

Log::Log(LogLevel level, const LogTarget& target, const Clock& clock)
    : level_{level}, clock_{clock}, writer_{std::make_shared<Writer>(target)} {
  Writer::start(writer_);
}

Log::~Log() { writer_->end(); }

void Log::on_event(const Observation& observation) {
  const auto line = log_line(observation, clock_.now());
  if (line.level >= level_.load(std::memory_order_relaxed)) writer_->push(line.text);
}

void Log::reopen() { writer_->reopen(); }

std::uint64_t Log::dropped() const { return writer_->dropped(); }

}  // namespace vip
