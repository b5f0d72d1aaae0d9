// Queries for each of several ids. Every engine passes these tests.

#include <algorithm>
#include <iterator>
#include <random>

#include "store/test_store.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;

// Owners in a region each; the regions' ids ascend in the order of the names.
class QueriesForEach : public StoreTest {
 protected:
  void SetUp() override {
    open();
    for (const char* name : {"A", "B", "C", "D"})
      regions_.push_back(add(regions(), {{"name", std::string{name}}}).id());
  }

  void add_owners(const Uuid& region, const std::vector<std::string>& names) {
    for (const std::string& name : names)
      add_owner({{"name", name}, {"region-uuid", region}, {"external-id", "x-" + name}});
  }
  Query by_region(std::vector<Uuid> ids, std::int64_t limit = kEverything) const {
    Query query;
    query.for_each = {&field("region-uuid"), std::move(ids)};
    query.limit = limit;
    return query;
  }

  std::vector<Uuid> regions_;
};

TEST_P(QueriesForEach, GivesTheRowsOfOneIdAfterAnother) {
  add_owners(regions_[2], {"c1", "c2"});
  add_owners(regions_[0], {"a1"});
  add_owners(regions_[2], {"c3"});
  add_owners(regions_[3], {"d1"});
  add_owner({{"name", "nowhere"s}});
  EXPECT_THAT(names(by_region(regions_)), ElementsAre("a1", "c1", "c2", "c3", "d1"));
  EXPECT_THAT(names(by_region({regions_[0], regions_[2]})), ElementsAre("a1", "c1", "c2", "c3"));
  EXPECT_THAT(names(by_region({regions_[1]})), IsEmpty());
  EXPECT_THAT(names(by_region({})), IsEmpty());
  Query query = by_region(regions_);
  query.order = {{&field("name"), true}};
  EXPECT_THAT(names(query), ElementsAre("a1", "c3", "c2", "c1", "d1"));
  query.where = {{&field("name"), FilterOp::ne, {"c2"s}}};
  EXPECT_THAT(names(query), ElementsAre("a1", "c3", "c1", "d1"));
}

TEST_P(QueriesForEach, LimitsTheRowsOfEach) {
  add_owners(regions_[0], {"a1", "a2", "a3", "a4", "a5", "a6"});
  add_owners(regions_[1], {"b1", "b2"});
  add_owners(regions_[2], {"c1", "c2", "c3"});
  add_owners(regions_[3], {"d1", "d2", "d3", "d4"});
  EXPECT_THAT(names(by_region(regions_, 2)),
              ElementsAre("a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2"));
  EXPECT_THAT(names(by_region({regions_[0]}, 3)), ElementsAre("a1", "a2", "a3"));
  Query query = by_region(regions_, 3);
  query.where = {{&field("name"), FilterOp::ne, {"a2"s}}};
  EXPECT_THAT(names(query),
              ElementsAre("a1", "a3", "a4", "b1", "b2", "c1", "c2", "c3", "d1", "d2", "d3"));
  query.resource = &owners();
  store_->read(key(), kNoDeadline, [&](ReadSession& session) {
    const auto row = session.select(query);
    while (row->next()) {
    }
    EXPECT_FALSE(row->next()) << "the end stays the end";
  });
}

TEST_P(QueriesForEach, FindsRecordsByTheirIds) {
  add_owners(regions_[0], {"a1", "a2", "a3"});
  Query by_name;
  by_name.resource = &owners();
  by_name.where = {{&field("name"), FilterOp::in, {"a1"s, "a3"s}}};
  std::vector<Uuid> ids{make_uuid_v4()};
  for (const Record& record : records(by_name)) ids.push_back(record.id());
  std::ranges::sort(ids);
  Query query;
  query.for_each = {&owners().id(), ids};
  query.limit = 1;
  EXPECT_THAT(names(query), ElementsAre("a1", "a3"));
}

// Of every number of ids and of rows of each, against a query for each.
TEST_P(QueriesForEach, EqualsAQueryForEach) {
  std::mt19937 random{7};
  write([&](WriteSession& session) {
    for (int i = 0; i < 400; ++i) {
      // Few regions have most of the owners.
      const std::size_t region = std::min({random() % 40, random() % 40, random() % 40});
      while (regions_.size() <= region) {
        Record record = make_record(regions(), {{"name", "more"s}});
        session.insert(record, origin_);
        regions_.push_back(record.id());
      }
      Record owner = make_record(owners(), {{"name", std::to_string(i)},
                                            {"region-uuid", regions_[region]},
                                            {"gone", number(i % 5 == 0 ? 1 : 0)}});
      session.insert(owner, origin_);
    }
  });
  for (std::int64_t limit : {1, 2, 7, 30, 1000}) {
    for (const std::size_t step : {1U, 2U, 5U}) {
      Query together = by_region({}, limit);
      together.where = {{&field("gone"), FilterOp::eq, {number(0)}}};
      std::vector<std::string> expected;
      for (std::size_t i = 0; i < regions_.size(); i += step) {
        together.for_each->ids.push_back(regions_[i]);
        Query one = together;
        one.for_each.reset();
        one.where.push_back({&field("region-uuid"), FilterOp::eq, {regions_[i]}});
        std::ranges::move(names(one), std::back_inserter(expected));
      }
      EXPECT_EQ(names(together), expected) << limit << " of each " << step;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, QueriesForEach, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
