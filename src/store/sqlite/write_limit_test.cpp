// The time of a write: one that lasts is rolled back alone, and the writes beside it are kept.

#include <fmt/format.h>

#include <future>

#include "store/sqlite/database.h"
#include "store/test_store.h"

namespace vip::test {
namespace {

using namespace std::string_literals;
using std::chrono_literals::operator""ms;

constexpr auto kLimit = 100ms;

class WriteLimit : public StoreTest {
 protected:
  void SetUp() override {
    options_.write_limit = kLimit;
    StoreTest::open(options_);
  }

  // Writes that share one commit: they wait while the writer is held.
  std::vector<WriteOutcome> write_together(const std::vector<WriteTransaction>& changes) {
    HeldWriter held{*store_, key()};
    std::vector<std::promise<WriteOutcome>> ends(changes.size());
    for (std::size_t i = 0; i < changes.size(); ++i)
      EXPECT_TRUE(store_->write(
          key(), changes[i], [&end = ends[i]](WriteOutcome outcome) { end.set_value(outcome); }));
    held.let_go();
    std::vector<WriteOutcome> outcomes;
    outcomes.reserve(ends.size());
    for (auto& end : ends) outcomes.push_back(end.get_future().get());
    return outcomes;
  }

  WriteTransaction insert(const std::string& name) {
    return [this, name](WriteSession& session) {
      Record owner = make_record(owners(), {{"name", name}});
      session.insert(owner, origin_);
      return true;
    };
  }
};

TEST_P(WriteLimit, AWriteThatLastsIsRolledBackAlone) {
  bool ended = false;
  const auto endless = [&](WriteSession& session) {
    try {
      for (;;) insert("Endless")(session);
    } catch (const DeadlineExceeded&) {
      ended = true;
      throw;
    }
    return true;
  };
  EXPECT_THAT(
      write_together({insert("Ann"), endless, insert("Bob")}),
      testing::ElementsAre(WriteOutcome::kept, WriteOutcome::rolled_back, WriteOutcome::kept));
  EXPECT_TRUE(ended);
  EXPECT_THAT(names({}), testing::ElementsAre("Ann", "Bob"));
}

TEST_P(WriteLimit, AQueryInsideAWriteIsInterrupted) {
  write([&](WriteSession& session) {
    for (int i = 0; i < 100; ++i) insert("Same" + std::to_string(i))(session);
  });
  const auto reads = [&](WriteSession& session) {
    insert("Lost")(session);
    Query query;
    query.resource = &owners();
    query.limit = kEverything;
    for (;;) session.records(query);
    return true;
  };
  EXPECT_THAT(write_together({reads, insert("Ann")}),
              testing::ElementsAre(WriteOutcome::rolled_back, WriteOutcome::kept));
  EXPECT_EQ(names({}).size(), 101U);
}

// The statements themselves: SQLite rolls the whole transaction back when one that writes is
// interrupted.
TEST(WriteLimitOfAConnection, InterruptsWhatReadsAndLeavesWhatWrites) {
  const Folder folder;
  const std::string path = folder.path() + "/one.db";
  std::fclose(std::fopen(path.c_str(), "w"));
  sqlite::Database database{path, sqlite::Access::write};
  database.execute("CREATE TABLE kept(n);BEGIN;INSERT INTO kept VALUES(0)");
  const std::string count =
      "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM counted WHERE n<{}) ";
  auto reading = database.prepare(fmt::format(fmt::runtime(count), 1'000'000'000) +
                                  "SELECT max(n) FROM counted");
  auto writing = database.prepare(fmt::format(fmt::runtime(count), 100'000) +
                                  "INSERT INTO kept SELECT n FROM counted");
  const Patience over{std::chrono::steady_clock::now()};
  database.set_patience(&over);
  EXPECT_THROW(reading.step(), DeadlineExceeded);
  writing.run();
  EXPECT_THROW(database.prepare("SELECT 1"), DeadlineExceeded);
  EXPECT_TRUE(database.in_transaction());
  database.set_patience(nullptr);
  database.execute("COMMIT");
  auto kept = database.prepare("SELECT count(*) FROM kept");
  ASSERT_TRUE(kept.step());
  EXPECT_EQ(kept.integer(0), 100'001);
}

INSTANTIATE_TEST_SUITE_P(Sqlite, WriteLimit, testing::Values(engines().front()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
