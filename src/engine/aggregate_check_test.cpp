// Looking whether aggregates are the sums of what they add up.

#include "engine/aggregate_check.h"

#include "store/test_store.h"

namespace vip::test {
namespace {

using namespace std::string_literals;

class AggregatesOfTenants : public StoreTest {
 protected:
  void SetUp() override {
    catalogue_ = owners_catalogue(
        "  share: {type: decimal, scale: 2}\n  heir-uuid: {references: owners}\n"
        "  twice: {type: decimal, scale: 2, aggregate: [{add: debt}, {add: debt, where: {gone: "
        "false}}]}\n"
        "  heritage: {type: decimal, scale: 2, aggregate:\n"
        "    [{source: owners, foreign-key: heir-uuid, add: share}, {subtract: debt}]}\n");
    open();
  }
  AggregateCheck check() {
    return ask<AggregateCheck>(
        [&](ReadSession& session) { return check_aggregates(session, catalogue_); });
  }
};

TEST_P(AggregatesOfTenants, AreThoseThatTheirRecordsMake) {
  const Record ann = add_owner(
      {{"name", "Ann"s}, {"debt", number(300)}, {"twice", number(600)}, {"heritage", number(450)}});
  add_owner({{"name", "Bob"s},
             {"share", number(500)},
             {"heir-uuid", ann.id()},
             {"twice", number(0)},
             {"heritage", number(0)}});
  add_owner({{"name", "Cleo"s},
             {"share", number(250)},
             {"heir-uuid", ann.id()},
             {"twice", number(0)},
             {"heritage", number(0)}});
  const AggregateCheck good = check();
  EXPECT_EQ(good.aggregates, 6);
  EXPECT_EQ(good.wrong, 0);
  change(ann, {{"heritage", number(451)}});
  const AggregateCheck wrong = check();
  ASSERT_EQ(wrong.wrong, 1);
  EXPECT_EQ(wrong.first[0].aggregate->name, "heritage");
  EXPECT_EQ(wrong.first[0].record, ann.id());
  EXPECT_EQ(wrong.first[0].kept, 451);
  EXPECT_EQ(wrong.first[0].sum, 450);
}

TEST_P(AggregatesOfTenants, CountOfRecordsThatAreOutOfUseToo) {
  const Record ann = add_owner({{"name", "Ann"s},
                                {"debt", number(300)},
                                {"twice", number(600)},
                                {"heritage", number(-300)}});
  const Record gone = change(ann, {{"gone", number(1)}, {"twice", number(300)}});
  EXPECT_EQ(check().wrong, 0);
  change(gone, {{"twice", number(600)}});
  EXPECT_EQ(check().wrong, 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, AggregatesOfTenants, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
