// The bound of the write-ahead log: snapshots that are kept end, the log is emptied, also at the
// next opening.

#include <fmt/format.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "store/test_store.h"

namespace vip::test {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using std::chrono_literals::operator""ms;

class LogLimit : public StoreTest {
 protected:
  static constexpr std::uint64_t kLimit = 4U << 20;

  void SetUp() override {
    options_.log_limit = kLimit;
    options_.snapshot_limit = 100ms;
    StoreTest::open(options_);
    add_owner({{"name", "Bob"s}});
  }

  std::string log() const { return folder_.path() + "/tenants/" + to_string(tenant_) + ".db-wal"; }
  std::uint64_t log_size() const { return fs::exists(log()) ? fs::file_size(log()) : 0; }

  void write_much() {
    write([&](WriteSession& session) {
      for (int i = 0; i < 200; ++i) {
        Record owner = make_record(owners(), {{"name", std::string(150, 'x')}});
        session.insert(owner, origin_);
      }
    });
  }
  // Reads one snapshot over and over, as a slow reader does; true if it was ended.
  bool read_until_ended(const std::atomic<bool>& enough) {
    try {
      store_->read(key(), kNoDeadline, [&](ReadSession& session) {
        Query query;
        query.resource = &owners();
        query.limit = kEverything;
        while (!enough) {
          session.records(query);
          std::this_thread::sleep_for(1ms);
        }
      });
    } catch (const SnapshotEnded&) {
      return true;
    }
    return false;
  }
};

TEST_P(LogLimit, EndsSnapshotsThatKeepTheLogGrowing) {
  std::atomic<bool> enough = false;
  std::atomic<int> ended = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!enough)
        if (read_until_ended(enough)) ++ended;
    });
  std::uint64_t largest = 0;
  std::uint64_t told = 0;
  const auto until = std::chrono::steady_clock::now() + 3'000ms;
  while (std::chrono::steady_clock::now() < until) {
    write_much();
    largest = std::max(largest, log_size());
    told = std::max(told, store_->load().log_bytes);
  }
  enough = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_GT(ended, 0);
  EXPECT_GT(store_->load().ended_snapshots, 0U);
  EXPECT_GT(largest, kLimit) << "too few writes to show anything";
  EXPECT_LT(largest, 3 * kLimit);
  EXPECT_GT(told, 0U);
}

TEST_P(LogLimit, ReadsThatEndInTimeAreLeftAlone) {
  for (int i = 0; i < 60; ++i) {
    write_much();
    EXPECT_FALSE(names({}).empty());
  }
  EXPECT_EQ(store_->load().ended_snapshots, 0U);
  EXPECT_LT(log_size(), 10 * kLimit);
}

TEST_P(LogLimit, AReaderThatWasEndedServesAgain) {
  bool ended = false;
  std::thread reader{[&] { ended = read_until_ended(std::atomic<bool>{false}); }};
  const auto until = std::chrono::steady_clock::now() + 10'000ms;
  while (store_->load().ended_snapshots == 0 && std::chrono::steady_clock::now() < until)
    write_much();
  reader.join();
  EXPECT_TRUE(ended);
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(names({}).empty());
}

TEST_P(LogLimit, ALogThatIsLeftIsEmptiedAtTheNextOpening) {
  for (int i = 0; i < 3; ++i) write_much();
  const std::string copy = folder_.path() + "/copy";
  fs::create_directories(copy + "/tenants");
  const std::string name = to_string(tenant_) + ".db";
  for (const char* suffix : {"", "-wal"})  // as after a kill
    fs::copy_file(fmt::format("{}/tenants/{}{}", folder_.path(), name, suffix),
                  fmt::format("{}/tenants/{}{}", copy, name, suffix));
  ASSERT_GT(fs::file_size(copy + "/tenants/" + name + "-wal"), 0U);
  StoreOptions options = options_;
  options.directory = copy;
  const auto again = GetParam().open(catalogue_, options);
  again->inspect(key());
  EXPECT_EQ(fs::file_size(copy + "/tenants/" + name + "-wal"), 0U);
  EXPECT_EQ(again->load().log_bytes, 0U);
}

INSTANTIATE_TEST_SUITE_P(Sqlite, LogLimit, testing::Values(engines().front()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
