// What a write keeps in step: versions, timestamps, counts, search terms, external ids, copies,
// children. Every engine passes these tests.

#include <atomic>
#include <future>
#include <stdexcept>

#include "store/test_store.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;

class Writes : public StoreTest {
 protected:
  void SetUp() override { open(); }

  std::int64_t count(const Resource& resource, bool hidden_too) {
    return ask<std::int64_t>(
        [&](ReadSession& session) { return session.collection_count(resource, hidden_too); });
  }
  std::vector<std::string> search(const std::string& word) {
    Query query;
    query.words = {word};
    query.personal_words = true;
    return names(query);
  }
  std::int64_t modified(const Record& record) {
    return std::get<std::int64_t>(record.at(record.resource->field("modified")));
  }
  // The conflict of a write: the field's name, or "external-id".
  std::string conflict(const std::function<void(WriteSession&)>& change) {
    std::string met = "none";
    write([&](WriteSession& session) {
      try {
        change(session);
      } catch (const StoreConflict& conflict) {
        met = conflict.field == nullptr ? "external-id" : conflict.field->name;
        if (conflict.together != nullptr) met += " together";
      }
    });
    return met;
  }
};

TEST_P(Writes, AnInsertedRecordIsFoundUnchanged) {
  const Record bob = add_owner({{"name", "Bob"s},
                                {"rank", number(-5)},
                                {"joined", number(-100)},
                                {"build", "Large"s},
                                {"external-id", "x"s}});
  EXPECT_EQ(bob.version, 1);
  EXPECT_GT(bob.sequence, 0);
  const Record again = found(bob);
  EXPECT_EQ(again.values, bob.values);
  EXPECT_EQ(again.version, 1);
  EXPECT_EQ(again.sequence, bob.sequence);
  EXPECT_EQ(bob.at(field("created-date")), bob.at(field("modified")));
}

TEST_P(Writes, AnUpdateIncreasesTheVersionAndTheTimestamp) {
  const Record bob = add_owner({{"name", "Bob"s}, {"town", "Ely"s}});
  const Record rob = change(bob, {{"name", "Rob"s}, {"town", Value{}}, {"external-id", "r"s}});
  EXPECT_EQ(rob.version, 2);
  EXPECT_GT(modified(rob), modified(bob));
  EXPECT_EQ(found(bob).values, rob.values);
  EXPECT_EQ(rob.at(field("created-date")), bob.at(field("created-date")));
  EXPECT_THAT(names_where("town", FilterOp::eq, {"ely"s}), IsEmpty());
  EXPECT_THAT(names_where("external-id", FilterOp::eq, {"r"s}), ElementsAre("Rob"));
  change(rob, {{"external-id", Value{}}});
  EXPECT_THAT(names_where("external-id", FilterOp::eq, {"r"s}), IsEmpty());
}

TEST_P(Writes, TimestampsNeverDecrease) {
  std::int64_t last = 0;
  for (int i = 0; i < 20; ++i) {
    const Record owner = add_owner({{"name", std::to_string(i)}});
    EXPECT_GT(modified(owner), last);
    last = modified(owner);
    if (i == 10) reopen();
  }
}

TEST_P(Writes, CountsFollow) {
  const Record bob = add_owner({{"name", "Bob"s}});
  const Record cy = add_owner({{"name", "Cy"s}});
  add_owner({{"name", "Di"s}, {"gone", number(1)}});
  EXPECT_EQ(count(owners(), false), 2);
  EXPECT_EQ(count(owners(), true), 3);
  const Record gone = change(bob, {{"gone", number(1)}});
  EXPECT_EQ(count(owners(), false), 1);
  change(gone, {{"gone", number(0)}});
  erase(cy);
  EXPECT_EQ(count(owners(), false), 1);
  EXPECT_EQ(count(owners(), true), 2);
  reopen();
  EXPECT_EQ(count(owners(), false), 1);
  EXPECT_EQ(count(owners(), true), 2);
}

TEST_P(Writes, AnErasedSequenceIsNotReused) {
  const Record bob = add_owner({{"name", "Bob"s}});
  erase(bob);
  reopen();
  EXPECT_GT(add_owner({{"name", "Cy"s}}).sequence, bob.sequence);
}

TEST_P(Writes, UniqueValuesAreTakenOnce) {
  const Record bob = add_owner({{"name", "Bob"s}, {"code", "A"s}, {"external-id", "1"s}});
  const Record cy = add_owner({{"name", "Cy"s}, {"code", "a"s}});
  const auto insert = [&](const Fields& fields) {
    return conflict([&](WriteSession& session) {
      Record record = make_record(owners(), fields);
      session.insert(record, origin_);
    });
  };
  const auto update = [&](const Record& before, const Fields& fields) {
    return conflict([&](WriteSession& session) {
      Record after = before;
      for (const auto& [name, value] : fields) after.at(field(name)) = value;
      session.update(before, after, origin_);
    });
  };
  EXPECT_EQ(insert({{"name", "Di"s}, {"code", "A"s}}), "code");
  EXPECT_EQ(insert({{"name", "Di"s}, {"external-id", "1"s}}), "external-id");
  EXPECT_EQ(update(cy, {{"code", "A"s}}), "code");
  EXPECT_EQ(update(cy, {{"external-id", "1"s}}), "external-id");
  EXPECT_EQ(update(bob, {{"code", "A"s}, {"external-id", "1"s}}), "none") << "its own";
  EXPECT_EQ(insert({{"name", "Di"s}, {"district", "N"s}, {"rank", number(1)}}), "none");
  EXPECT_EQ(insert({{"name", "Ed"s}, {"district", "N"s}, {"rank", number(2)}}), "none");
  EXPECT_EQ(insert({{"name", "Fay"s}, {"district", "N"s}, {"rank", number(1)}}),
            "district together");
  EXPECT_EQ(insert({{"name", "Fay"s}, {"district", "N"s}}), "none") << "no value, no conflict";
  EXPECT_EQ(insert({{"name", "Gus"s}, {"district", "N"s}}), "none");
  origin_.business = make_uuid_v4();
  EXPECT_EQ(insert({{"name", "Di"s}, {"external-id", "1"s}}), "none") << "another business";
}

TEST_P(Writes, CopiesFollowTheirSource) {
  const Record north = add(regions(), {{"name", "North"s}});
  const Record south = add(regions(), {{"name", "South"s}});
  const Record bob = add_owner({{"name", "Bob"s}, {"region-uuid", north.id()}});
  EXPECT_EQ(bob.at(field("region-name")), Value{"North"s});
  const Record moved = change(bob, {{"region-uuid", south.id()}});
  EXPECT_EQ(moved.at(field("region-name")), Value{"South"s});
  const Record renamed = change(south, {{"name", "Deep South"s}});
  const Record after = found(bob);
  EXPECT_EQ(after.at(field("region-name")), Value{"Deep South"s});
  EXPECT_EQ(after.version, 3);
  EXPECT_EQ(modified(after), modified(renamed));
  EXPECT_TRUE(is_null(change(after, {{"region-uuid", Value{}}}).at(field("region-name"))));
  change(renamed, {{"name", "Elsewhere"s}});
  EXPECT_EQ(found(bob).version, 4) << "it no longer copies";
}

TEST_P(Writes, ErasingRemovesChildrenAndReferences) {
  const Record bob = add_owner({{"name", "Bob"s}, {"external-id", "1"s}});
  const Record phone = add(phones(), {{"owner-uuid", bob.id()}, {"digits", "123"s}});
  erase(bob);
  for (const Record* record : {&bob, &phone})
    EXPECT_FALSE(ask<bool>(
        [&](ReadSession& session) { return session.exists(*record->resource, record->id()); }));
  EXPECT_EQ(count(phones(), true), 0);
  const Record cy = add_owner({{"name", "Cy"s}, {"external-id", "1"s}});
  EXPECT_THAT(search("bob"), IsEmpty());
  EXPECT_THAT(search("123"), IsEmpty());
  EXPECT_THAT(search("cy"), ElementsAre("Cy"));
}

TEST_P(Writes, TermsFollowRecordsAndTheirChildren) {
  const Record bob = add_owner({{"name", "Bob"s}});
  const Record cy = add_owner({{"name", "Cy"s}});
  const Record phone = add(phones(), {{"owner-uuid", bob.id()}, {"digits", "0123"s}});
  EXPECT_THAT(search("0123"), ElementsAre("Bob"));
  const Record other = change(phone, {{"digits", "0456"s}});
  EXPECT_THAT(search("0123"), IsEmpty());
  const Record moved = change(other, {{"owner-uuid", cy.id()}});
  EXPECT_THAT(search("0456"), ElementsAre("Cy"));
  change(bob, {{"name", "Rob"s}});
  EXPECT_THAT(search("bob"), IsEmpty());
  EXPECT_THAT(search("rob"), ElementsAre("Rob"));
  erase(moved);
  EXPECT_THAT(search("0456"), IsEmpty());
}

TEST_P(Writes, NumbersAreUsedOnce) {
  const Field& digits = field("number");
  std::vector<std::int64_t> numbers;
  const auto take = [&](WriteSession& session) {
    numbers.push_back(session.next_number(owners(), digits));
  };
  write(take);
  write(take);
  reopen();
  write(take);
  EXPECT_THAT(numbers, ElementsAre(1, 2, 3));
}

TEST_P(Writes, AJobThatRefusesOrThrowsLeavesNothing) {
  const auto insert_and = [&](const std::function<bool()>& end) {
    return store_->write_and_wait(key(), [&](WriteSession& session) {
      Record record = make_record(owners(), {{"name", "Bob"s}});
      session.insert(record, origin_);
      return end();
    });
  };
  EXPECT_EQ(insert_and([] { return false; }), WriteOutcome::rolled_back);
  EXPECT_EQ(insert_and([]() -> bool { throw std::runtime_error{"no"}; }),
            WriteOutcome::rolled_back);
  EXPECT_EQ(insert_and([]() -> bool { throw 5; }), WriteOutcome::rolled_back);
  EXPECT_EQ(count(owners(), true), 0);
  EXPECT_THAT(names({}), IsEmpty());
  EXPECT_EQ(insert_and([] { return true; }), WriteOutcome::kept);
  EXPECT_THAT(names({}), ElementsAre("Bob"));
}

TEST_P(Writes, AJobSeesItsOwnWrites) {
  write([&](WriteSession& session) {
    Record record = make_record(owners(), {{"name", "Bob"s}});
    session.insert(record, origin_);
    EXPECT_TRUE(session.exists(owners(), record.id()));
    EXPECT_EQ(session.collection_count(owners(), false), 1);
  });
}

TEST_P(Writes, SystemEntriesAreInEveryTenant) {
  const Record expected = make_record(kinds(), {});
  const auto cat = [&] {
    return ask<std::optional<Record>>([&](ReadSession& session) {
      return session.find(kinds(), make_uuid_v5("pets/kinds/cat"), {});
    });
  };
  ASSERT_TRUE(cat().has_value());
  EXPECT_EQ(cat()->at(kinds().field("name")), Value{"Cat"s});
  EXPECT_EQ(cat()->version, 1);
  EXPECT_EQ(count(kinds(), false), 2);
  reopen();
  EXPECT_EQ(cat()->version, 1);
  store_.reset();
  catalogue_ = owners_catalogue(
      "",
      "  - {code: cat, name: Feline}\n  - {code: dog, name: Dog}\n  - {code: cow, name: Cow}\n");
  open();
  EXPECT_EQ(cat()->at(kinds().field("name")), Value{"Feline"s});
  EXPECT_EQ(cat()->version, 2);
  EXPECT_EQ(count(kinds(), false), 3);
}

TEST_P(Writes, TenantsDoNotSeeEachOther) {
  add_owner({{"name", "Bob"s}});
  const Uuid first = tenant_;
  tenant_ = make_uuid_v4();
  EXPECT_THAT(names({}), IsEmpty());
  add_owner({{"name", "Cy"s}});
  EXPECT_THAT(names({}), ElementsAre("Cy"));
  store_->erase_tenant(key());
  EXPECT_THAT(names({}), IsEmpty());
  tenant_ = first;
  EXPECT_THAT(names({}), ElementsAre("Bob"));
}

TEST_P(Writes, AFullQueueRefuses) {
  store_.reset();
  options_.queue = 2;
  open(options_);
  HeldWriter held{*store_, key()};
  std::atomic<int> ended = 0;
  const auto count_end = [&](WriteOutcome) { ++ended; };
  EXPECT_TRUE(store_->write(
      key(), [](WriteSession&) { return true; }, count_end));
  EXPECT_FALSE(store_->write(
      key(), [](WriteSession&) { return true; }, count_end));
  EXPECT_EQ(held.let_go(), WriteOutcome::kept);
  store_->close();
  EXPECT_EQ(ended, 1);
  EXPECT_FALSE(store_->write(
      key(), [](WriteSession&) { return true; }, count_end));
}

INSTANTIATE_TEST_SUITE_P(Engines, Writes, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
