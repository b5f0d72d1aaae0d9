// The engine on each store: what a write keeps is there for readers, what is refused is not.

#include "engine/record_writer.h"
#include "store/test_store.h"

namespace vip::test {
namespace {

using namespace std::string_literals;

class EngineOnStores : public StoreTest {
 protected:
  void SetUp() override { open(); }

  Body body(const Fields& fields) {
    std::vector<FieldValue> values;
    for (const auto& [name, value] : fields) values.push_back({{&field(name)}, value});
    return body_of(values);
  }
  // As a request does: what is refused is not kept.
  template <class Written>
  bool run(const std::function<Result<Written>(WriteSession&)>& job) {
    bool accepted = false;
    const WriteOutcome outcome =
        store_->write_and_wait(key_of(tenant_), [&](WriteSession& session) {
          accepted = job(session).has_value();
          return accepted;
        });
    EXPECT_EQ(outcome, accepted ? WriteOutcome::kept : WriteOutcome::rolled_back);
    return accepted;
  }
  bool create(const Fields& fields) {
    return run<Written>([&](WriteSession& session) {
      return writer_.create(session, owners(), {}, body(fields), actor_);
    });
  }
  bool patch(const Uuid& id, const Fields& fields, const ExpectedVersion& expected = {}) {
    return run<Written>([&](WriteSession& session) {
      return writer_.patch(session, owners(), id, body(fields), expected, actor_);
    });
  }
  bool remove(const Uuid& id) {
    return run<void>(
        [&](WriteSession& session) { return writer_.remove(session, owners(), id, {}, actor_); });
  }
  Record only() {
    Query query;
    query.resource = &owners();
    return records(query).at(0);
  }

  RuleSet rules_{catalogue_, {}};
  RecordWriter writer_{catalogue_, rules_, system_clock()};
  Tenant tenant_record_;
  const Actor actor_{&tenant_record_, origin_};
};

TEST_P(EngineOnStores, KeepsWhatIsAccepted) {
  ASSERT_TRUE(create({{"name", "Ann"s}, {"code", "A"s}}));
  const Record ann = only();
  EXPECT_EQ(ann.version, 1);
  ASSERT_TRUE(patch(ann.id(), {{"town", "Ely"s}}, ExpectedVersion{{1}}));
  EXPECT_EQ(only().version, 2);
  EXPECT_EQ(only().at(field("town")), Value{"Ely"s});
  ASSERT_TRUE(remove(ann.id()));
  EXPECT_THAT(names({}), testing::IsEmpty());
}

TEST_P(EngineOnStores, KeepsNothingOfWhatIsRefused) {
  ASSERT_TRUE(create({{"name", "Ann"s}, {"code", "A"s}}));
  const Uuid ann = only().id();
  EXPECT_FALSE(create({{"name", "Bob"s}, {"code", "A"s}})) << "the code is taken";
  EXPECT_FALSE(create({{"name", "Bob"s}, {"region-uuid", make_uuid_v7()}})) << "no such region";
  EXPECT_FALSE(patch(ann, {{"town", "Ely"s}}, ExpectedVersion{{2}})) << "another version";
  EXPECT_FALSE(patch(make_uuid_v7(), {{"town", "Ely"s}})) << "no such owner";
  EXPECT_THAT(names({}), testing::ElementsAre("Ann"));
  EXPECT_EQ(only().version, 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, EngineOnStores, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
