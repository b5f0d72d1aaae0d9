// Concurrency, deadlines and the group commit. Every engine passes these tests.

#include <atomic>
#include <future>
#include <thread>

#include "store/keyset.h"
#include "store/test_store.h"

namespace vip::test {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

class Concurrency : public StoreTest {
 protected:
  void SetUp() override { open(); }
};

// Each write adds an owner and a phone; every snapshot has equal numbers of both.
TEST_P(Concurrency, ReadersSeeWholeWritesOnly) {
  constexpr int kWrites = 200;
  std::atomic<bool> done = false;
  std::atomic<int> errors = 0;
  std::atomic<int> looks = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 8; ++i)
    readers.emplace_back([&] {
      std::int64_t last = 0;
      while (!done) {
        store_->read(key(), kNoDeadline, [&](ReadSession& session) {
          const std::int64_t all = session.collection_count(owners(), true);
          Query query;
          query.resource = &phones();
          const Count count = session.count(query, kEverything);
          if (count.rows != all || all < last) ++errors;
          last = all;
        });
        ++looks;
      }
    });
  std::atomic<int> kept = 0;
  for (int i = 0; i < kWrites; ++i) {
    const auto job = [&, i](WriteSession& session) {
      Record owner = make_record(owners(), {{"name", std::to_string(i)}});
      session.insert(owner, origin_);
      Record phone = make_record(phones(), {{"owner-uuid", owner.id()}, {"digits", "1"s}});
      session.insert(phone, origin_);
      return true;
    };
    ASSERT_TRUE(
        store_->write(key(), job, [&](WriteOutcome end) { kept += end == WriteOutcome::kept; }));
    if (i % 10 == 0) std::this_thread::sleep_for(1ms);
  }
  while (kept < kWrites) std::this_thread::sleep_for(1ms);
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(errors, 0);
  EXPECT_GT(looks, 8);
  EXPECT_EQ(names({}).size(), static_cast<std::size_t>(kWrites));
}

// Of the writes of one batch, one that fails does not affect the others.
TEST_P(Concurrency, WritesShareACommitAndFailAlone) {
  HeldWriter held{*store_, key()};
  std::vector<WriteOutcome> ends(10, WriteOutcome::failed);
  std::vector<std::int64_t> timestamps(10);
  for (std::size_t i = 0; i < 10; ++i)
    ASSERT_TRUE(store_->write(
        key(),
        [&, i](WriteSession& session) {
          timestamps[i] = session.stamp().milliseconds;
          Record owner = make_record(owners(), {{"name", std::to_string(i)}});
          session.insert(owner, origin_);
          if (i == 4) throw std::runtime_error{"this one fails"};
          return i != 7;
        },
        [&, i](WriteOutcome end) { ends[i] = end; }));
  EXPECT_EQ(held.let_go(), WriteOutcome::kept);
  store_->write_and_wait(key(), [](WriteSession&) { return true; });
  for (std::size_t i = 0; i < ends.size(); ++i)
    EXPECT_EQ(ends[i], i == 4 || i == 7 ? WriteOutcome::rolled_back : WriteOutcome::kept) << i;
  EXPECT_EQ(timestamps.front(), timestamps.back()) << "one batch, one timestamp";
  EXPECT_THAT(names({}), testing::ElementsAre("0", "1", "2", "3", "5", "6", "8", "9"));
}

TEST_P(Concurrency, TenantsAreWrittenInParallel) {
  const Uuid other = make_uuid_v4();
  const HeldWriter held{*store_, key()};
  EXPECT_EQ(store_->write_and_wait(key_of(other), [](WriteSession&) { return true; }),
            WriteOutcome::kept);
}

TEST_P(Concurrency, AQueryPastItsDeadlineIsInterrupted) {
  write([&](WriteSession& session) {
    for (int i = 0; i < 3000; ++i) {
      const std::string same = "Same" + std::to_string(i / 100);
      Record owner = make_record(owners(), {{"name", same}, {"town", same}});
      session.insert(owner, origin_);
    }
  });
  const auto deadline = std::chrono::steady_clock::now() + 20ms;
  const auto ask_for_pairs = [&](ReadSession& session) {
    static_cast<void>(session.duplicates(owners(), 10, 0));  // 148,500 pairs
  };
  EXPECT_THROW(store_->read(key(), deadline, ask_for_pairs), DeadlineExceeded);
  EXPECT_EQ(names({}).size(), 3000U) << "the connection is usable afterwards";
}

TEST_P(Concurrency, ErasingWaitsForReaders) {
  add_owner({{"name", "Bob"s}});
  std::promise<void> reading;
  std::promise<void> let_go;
  std::thread reader{[&] {
    store_->read(key(), kNoDeadline, [&](ReadSession& session) {
      reading.set_value();
      let_go.get_future().wait();
      EXPECT_EQ(session.collection_count(owners(), true), 1);
    });
  }};
  reading.get_future().wait();
  std::atomic<bool> erased = false;
  std::thread eraser{[&] {
    store_->erase_tenant(key());
    erased = true;
  }};
  std::this_thread::sleep_for(20ms);
  EXPECT_FALSE(erased);
  let_go.set_value();
  reader.join();
  eraser.join();
  EXPECT_TRUE(names({}).empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, Concurrency, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
