// Records that are part of another one, what nothing shows, and what is gone for good. Every engine
// passes these tests.
#include "store/test_store.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;

class Parts : public StoreTest {
 protected:
  void SetUp() override { open(); }

  Record add_phone(const Record& owner, const std::string& digits) {
    return add(phones(), {{"owner-uuid", owner.id()}, {"digits", digits}});
  }
  std::int64_t version(const Record& record) { return found(record).version; }
  static std::int64_t modified(const Record& record) {
    return std::get<std::int64_t>(record.at(record.resource->field("modified")));
  }
  // The ids of what is gone, in their order.
  std::vector<Uuid> deleted(const Resource& resource, std::int64_t since = 0) {
    Query query;
    query.resource = resource.deleted_records.get();
    query.order = {{query.resource->ordered_by, false}};
    query.where = {{query.resource->ordered_by, FilterOp::gte, {number(since)}}};
    query.limit = kEverything;
    std::vector<Uuid> ids;
    for (const Record& record : records(query)) ids.push_back(record.id());
    return ids;
  }
};

TEST_P(Parts, AChangeOfAPartIsAChangeOfItsOwner) {
  const Record bob = add_owner({{"name", "Bob"s}});
  const Record phone = add_phone(bob, "1");
  EXPECT_EQ(version(bob), 2);
  EXPECT_EQ(modified(found(bob)), modified(phone));
  const Record changed = change(phone, {{"digits", "2"s}});
  EXPECT_EQ(version(bob), 3);
  EXPECT_EQ(modified(found(bob)), modified(changed));
  erase(changed);
  EXPECT_EQ(version(bob), 4);
}

TEST_P(Parts, AMovedPartIsAChangeOfBothOwners) {
  const Record bob = add_owner({{"name", "Bob"s}});
  const Record cy = add_owner({{"name", "Cy"s}});
  const Record phone = add_phone(bob, "1");
  change(phone, {{"owner-uuid", cy.id()}});
  EXPECT_EQ(version(bob), 3);
  EXPECT_EQ(version(cy), 2);
}

TEST_P(Parts, AWriteGivesTheOwnerOneVersion) {
  Record bob = make_record(owners(), {{"name", "Bob"s}});
  write([&](WriteSession& session) {
    session.insert(bob, origin_);
    for (const char* digits : {"1", "2"}) {
      Record phone = make_record(phones(), {{"owner-uuid", bob.id()}, {"digits", digits}});
      session.insert(phone, origin_);
    }
  });
  EXPECT_EQ(version(bob), 1);
  write([&](WriteSession& session) {
    Record phone = make_record(phones(), {{"owner-uuid", bob.id()}, {"digits", "3"s}});
    session.insert(phone, origin_);
    Record after = bob;
    after.at(field("town")) = "Ely"s;
    session.update(bob, after, origin_);  // which was read before the phone
    EXPECT_EQ(after.version, 2);
  });
  EXPECT_EQ(version(bob), 2);
}

TEST_P(Parts, WhatNothingShowsMakesNoVersion) {
  catalogue_ = owners_catalogue("  mark: {type: string, hidden: true, read-only: true}\n");
  open();
  const Record bob = add_owner({{"name", "Bob"s}});
  const Record marked = change(bob, {{"mark", "x"s}});
  EXPECT_EQ(marked.version, 1);
  EXPECT_EQ(found(bob).at(field("mark")), Value{"x"s});
  EXPECT_EQ(modified(found(bob)), modified(bob));
  EXPECT_EQ(change(marked, {}).version, 1);
}

TEST_P(Parts, WhatIsGoneIsListedInItsOrder) {
  const Record bob = add_owner({{"name", "Bob"s}});
  const Record cy = add_owner({{"name", "Cy"s}});
  const Record one = add_phone(bob, "1");
  const Record two = add_phone(bob, "2");
  EXPECT_THAT(deleted(owners()), IsEmpty());
  erase(cy);
  erase(bob);  // with its phones
  EXPECT_THAT(deleted(owners()), ElementsAre(cy.id(), bob.id()));
  EXPECT_THAT(deleted(phones()), testing::UnorderedElementsAre(one.id(), two.id()));
  const std::int64_t now = modified(add_owner({{"name", "Di"s}}));
  EXPECT_THAT(deleted(owners(), now), IsEmpty());
  reopen();
  EXPECT_THAT(deleted(owners()), ElementsAre(cy.id(), bob.id()));
}

TEST_P(Parts, WhatWasRolledBackIsNotGone) {
  const Record bob = add_owner({{"name", "Bob"s}});
  store_->write_and_wait(key(), [&](WriteSession& session) {
    session.erase(bob, origin_);
    return false;
  });
  EXPECT_THAT(deleted(owners()), IsEmpty());
}

TEST_P(Parts, OnlyWhatCanBeGoneIsListed) {
  EXPECT_NE(owners().deleted_records, nullptr);
  EXPECT_EQ(owners().deleted_path, "/owners/deleted");
  EXPECT_EQ(phones().deleted_path, "/phones/deleted");
  EXPECT_EQ(regions().deleted_records, nullptr);
}

INSTANTIATE_TEST_SUITE_P(Engines, Parts, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
