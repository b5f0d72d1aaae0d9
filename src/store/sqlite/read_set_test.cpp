// How long what a read has found is current: until a commit changes a table that it looked at.

#include <atomic>
#include <filesystem>
#include <thread>

#include "store/sqlite/commits.h"
#include "store/test_store.h"

namespace vip::test {
namespace {

using namespace std::string_literals;

class ReadSets : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::open();
    owner_ = add_owner({{"name", "Bob"s}});
    phone_ = add(phones(), {{"owner-uuid", owner_.id()}, {"digits", "1"s}});
    region_ = add(regions(), {{"name", "Fens"s}});
  }

  std::shared_ptr<const ReadSet> read_set_of(const std::function<void(ReadSession&)>& question) {
    return ask<std::shared_ptr<const ReadSet>>([&](ReadSession& session) {
      question(session);
      return session.read_set();
    });
  }
  std::function<void(ReadSession&)> all_of(const Resource& resource) const {
    return [&resource](ReadSession& session) {
      Query query;
      query.resource = &resource;
      query.limit = kEverything;
      session.records(query);
      session.collection_count(resource, false);
    };
  }
  std::function<void(ReadSession&)> search() const {
    return [this](ReadSession& session) {
      Query query;
      query.resource = &owners();
      query.words = {"bob"};
      query.limit = kEverything;
      session.records(query);
    };
  }

  Record owner_, phone_, region_;
};

TEST_P(ReadSets, AreCurrentUntilWhatTheyLookedAtChanges) {
  struct Case {
    const char* what;
    std::function<void(ReadSession&)> read;
    std::function<void()> write;
    bool current;
  };
  const std::vector<Case> cases{
      {"nothing is written", all_of(owners()), [] {}, true},
      {"a create", all_of(owners()),
       [&] {
         add_owner({{"name", "Ann"s}});
       },
       false},
      {"a change", all_of(owners()),
       [&] {
         owner_ = change(owner_, {{"name", "Rob"s}});
       },
       false},
      {"a change of what is found by words", search(),
       [&] {
         owner_ = change(owner_, {{"name", "Bob"s}});
       },
       false},
      {"another resource", all_of(regions()),
       [&] {
         add_owner({{"name", "Kim"s}});
       },
       true},
      {"another resource with an external id", all_of(regions()),
       [&] {
         add_owner({{"name", "Lee"s}, {"external-id", "L-1"s}});
       },
       true},
      {"a part, and its owner with it", all_of(owners()),
       [&] {
         add(phones(), {{"owner-uuid", owner_.id()}, {"digits", "2"s}});
       },
       false},
      {"a removal", all_of(phones()), [&] { erase(phone_); }, false},
      {"a write that is rolled back", all_of(regions()),
       [&] {
         static_cast<void>(store_->write_and_wait(key(), [](WriteSession&) { return false; }));
       },
       true},
      {"another tenant's", all_of(owners()),
       [&] {
         static_cast<void>(
             store_->write_and_wait(key_of(make_uuid_v4()), [&](WriteSession& session) {
               Record other = make_record(owners(), {{"name", "Other"s}});
               session.insert(other, origin_);
               return true;
             }));
       },
       true},
  };
  for (const Case& one : cases) {
    const auto read_set = read_set_of(one.read);
    ASSERT_NE(read_set, nullptr);
    EXPECT_TRUE(read_set->is_current()) << one.what;
    one.write();
    EXPECT_EQ(read_set->is_current(), one.current) << one.what;
  }
}

TEST_P(ReadSets, OfASnapshotThatACommitOvertookAreNotCurrent) {
  const auto read_set = read_set_of([&](ReadSession& session) {
    all_of(owners())(session);
    add_owner({{"name", "Ann"s}});
  });
  EXPECT_FALSE(read_set->is_current());
}

TEST_P(ReadSets, EndWithTheirFile) {
  const auto erased = read_set_of(all_of(owners()));
  store_->erase_tenant(key());
  EXPECT_FALSE(erased->is_current());
  add_owner({{"name", "Ann"s}});
  const auto closed = read_set_of(all_of(owners()));
  reopen();
  EXPECT_FALSE(closed->is_current());
  const auto moved = read_set_of(all_of(owners()));
  std::filesystem::remove(folder_.path() + "/tenants/" + to_string(tenant_) + ".db");
  std::this_thread::sleep_for(std::chrono::milliseconds{150});  // looked at every 100 ms
  EXPECT_FALSE(moved->is_current());
}

// Whoever has seen a commit finds nothing older current, whatever the moment.
TEST_P(ReadSets, AreNeverCurrentBehindACommitThatWasSeen) {
  std::atomic<bool> ended = false;
  std::atomic<int> behind = 0;
  std::atomic<int> used = 0;
  const Record first = owner_;
  const auto name_now = [&] { return std::string{found(first).text({&field("name")})}; };
  owner_ = change(owner_, {{"name", "0"s}});
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i)
    readers.emplace_back([&] {
      std::string kept;
      std::shared_ptr<const ReadSet> read_set;
      while (!ended) {
        const std::string seen = name_now();
        if (read_set && read_set->is_current()) {
          ++used;
          // `kept` may be newer than `seen`, and not older.
          if (std::stoi(kept) < std::stoi(seen)) ++behind;
        } else {
          read_set = read_set_of([&](ReadSession& session) {
            kept = session.find(owners(), first.id(), origin_.business)->text({&field("name")});
          });
        }
      }
    });
  for (int i = 1; i <= 300; ++i) owner_ = change(owner_, {{"name", std::to_string(i)}});
  ended = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(behind, 0);
  EXPECT_GT(used, 0);
}

INSTANTIATE_TEST_SUITE_P(Sqlite, ReadSets, testing::Values(engines().front()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
