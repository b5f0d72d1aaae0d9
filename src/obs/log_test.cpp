#include "obs/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>
#include <utility>

namespace vip {
namespace {

class LogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::signal(SIGPIPE, SIG_IGN);  // as a server does
    ASSERT_EQ(::pipe(ends.data()), 0);
    std::string name = (std::filesystem::temp_directory_path() / "vip-log-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  void TearDown() override {
    close_end(0);
    close_end(1);
    std::filesystem::remove_all(folder);
  }
  void close_end(std::size_t end) {
    if (ends[end] >= 0) ::close(std::exchange(ends[end], -1));
  }
  LogTarget pipe() const { return {.file = {}, .file_limit = 0, .descriptor = ends[1]}; }
  // What is in the pipe, without waiting for more.
  std::string read_pipe() {
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    std::string text;
    std::array<char, 65536> piece{};
    for (ssize_t got = 0; (got = ::read(ends[0], piece.data(), piece.size())) > 0;)
      text.append(piece.data(), static_cast<std::size_t>(got));
    return text;
  }
  static std::string text_of(const std::string& file) {
    std::ifstream input{file};
    return {std::istreambuf_iterator<char>{input}, {}};
  }
  static auto lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }
  static event::ServerStopping long_line() { return {std::string(1000, 'x')}; }
  template <class Condition>
  static bool eventually(Condition condition) {
    for (int i = 0; i < 500 && !condition(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    return condition();
  }

  std::array<int, 2> ends{-1, -1};
  std::string folder;
};

TEST_F(LogTest, WritesLinesOfItsLevelBeforeItEnds) {
  {
    Log log{LogLevel::warning, pipe()};
    log.on_event(event::StoreOpened{});
    for (int i = 0; i < 3; ++i) log.on_event(event::ServerStopping{"test"});
    log.set_level(LogLevel::error);
    log.on_event(event::ServerStopping{"no more"});
  }
  const auto text = read_pipe();
  EXPECT_EQ(lines(text), 3);
  EXPECT_EQ(text.find("store-opened"), std::string::npos);
}

TEST_F(LogTest, AReaderThatStopsReadingDelaysNobodyAndIsToldWhatItMissed) {
  using Clock = std::chrono::steady_clock;
  {
    Log log{LogLevel::info, pipe()};
    const auto began = Clock::now();
    for (int i = 0; i < 30'000; ++i) log.on_event(long_line());
    EXPECT_LT(Clock::now() - began, std::chrono::seconds{10});
    EXPECT_GT(log.dropped(), 5'000U);
    std::string text;
    EXPECT_TRUE(eventually([&] {
      text += read_pipe();
      return text.find("log-lines-dropped") != std::string::npos;
    }));
    const auto whole = static_cast<std::uint64_t>(lines(text)) - 1;
    EXPECT_EQ(whole + log.dropped(), 30'000U) << "each line is written or counted";
  }
  auto blocked = std::make_unique<Log>(LogLevel::info, pipe());
  for (int i = 0; i < 1000; ++i) blocked->on_event(long_line());
  const auto began = Clock::now();
  blocked.reset();
  EXPECT_LT(Clock::now() - began, std::chrono::seconds{3}) << "a stop does not wait";
}

TEST_F(LogTest, AReaderThatHasGoneIsNotTheEnd) {
  close_end(0);
  Log log{LogLevel::info, pipe()};
  for (int i = 0; i < 10; ++i) {
    log.on_event(event::ServerStopping{"test"});
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  EXPECT_TRUE(eventually([&] { return log.dropped() >= 10; }));
}

TEST_F(LogTest, AFileIsOpenedAgainAndIsItsOwnersAlone) {
  const auto file = folder + "/vip.log";
  {
    Log log{LogLevel::info, {.file = file, .file_limit = 0}};
    log.on_event(event::ServerStopping{"one"});
    ASSERT_TRUE(eventually([&] { return lines(text_of(file)) == 1; }));
    std::filesystem::rename(file, file + ".old");
    log.on_event(event::ServerStopping{"two"});
    ASSERT_TRUE(eventually([&] { return lines(text_of(file + ".old")) == 2; }));
    log.reopen();
    log.on_event(event::ServerStopping{"three"});
  }
  EXPECT_EQ(lines(text_of(file)), 1);
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);
  EXPECT_THROW((Log{LogLevel::info, {.file = folder + "/none/vip.log"}}), std::system_error);
  ASSERT_EQ(::mkfifo((folder + "/fifo").c_str(), 0600), 0);
  EXPECT_THROW((Log{LogLevel::info, {.file = folder + "/fifo"}}), std::system_error)
      << "nobody reads it";
}

TEST_F(LogTest, AFileAndTheOneBeforeItAreBounded) {
  const auto file = folder + "/vip.log";
  constexpr std::size_t kLimit = 50'000;
  {
    Log log{LogLevel::info, {.file = file, .file_limit = kLimit}};
    for (int i = 0; i < 1000; ++i) {
      log.on_event(long_line());
      if (i % 10 == 0) std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
  }
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    ++files;
    EXPECT_LT(entry.file_size(), 4 * kLimit) << entry.path();
    const auto text = text_of(entry.path().string());
    EXPECT_TRUE(text.empty() || text.ends_with('\n'));
  }
  EXPECT_EQ(files, 2U);
}

}  // namespace
}  // namespace vip
