// How SQLite answers a query for each of several ids, and what is damaged.

#include "store/sqlite/rows.h"

#include "store/sqlite/database.h"
#include "store/test_store.h"

namespace vip::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class SqliteRows : public StoreTest {
 protected:
  void SetUp() override {
    open();
    add_owner({{"name", std::string{"Bob"}}});
  }
  std::string file() const { return folder_.path() + "/tenants/" + to_string(tenant_) + ".db"; }
};

// A condition beside the ids has an index too; many ids make it look better.
TEST_P(SqliteRows, AreFoundByTheIndexOfTheirIds) {
  const StorePlan plan{catalogue_};
  const auto how = [&](const Field& by, std::vector<Condition> where) {
    Query query;
    query.resource = &owners();
    query.for_each = {&by, {make_uuid_v4()}};
    query.where = std::move(where);
    query.business = origin_.business;
    const Sql sql = select_statements(query, plan).front();
    sqlite::Database database{file(), sqlite::Access::read};
    sqlite::Statement statement = database.prepare("EXPLAIN QUERY PLAN " + sql.text);
    std::string text;
    while (statement.step()) (text += statement.bytes(3)) += '\n';
    return text;
  };
  const Value none{std::int64_t{1}};
  for (const std::string& text :
       {how(field("region-uuid"), {}),
        how(field("region-uuid"), {{&field("created-date"), FilterOp::is_null, {none}}}),
        how(field("region-uuid"), {{&field("joined"), FilterOp::eq, {none}}})})
    EXPECT_THAT(
        text, AllOf(HasSubstr("SEARCH t USING INDEX pets_owners_region_uuid_index (region_uuid=?)"),
                    Not(HasSubstr("USE TEMP B-TREE"))));
  EXPECT_THAT(how(owners().id(), {}), AllOf(HasSubstr("SEARCH t USING INDEX"), HasSubstr("(id=?)"),
                                            Not(HasSubstr("USE TEMP B-TREE"))));
}

// An id with many rows costs no more than its limit: the reader is interrupted after a number of
// operations that all its rows would exceed.
TEST_P(SqliteRows, AreNotAllReadWhereAnIdHasMany) {
  const Record north = add(regions(), {{"name", std::string{"North"}}});
  const Record south = add(regions(), {{"name", std::string{"South"}}});
  write([&](WriteSession& session) {
    for (int i = 0; i < 2'000; ++i) {
      Record owner =
          make_record(owners(), {{"name", std::string{"x"}}, {"region-uuid", north.id()}});
      session.insert(owner, origin_);
    }
  });
  add_owner({{"name", std::string{"last"}}, {"region-uuid", south.id()}});
  Query query;
  query.resource = &owners();
  query.for_each = {&field("region-uuid"), {north.id(), south.id()}};
  query.limit = 3;
  const StorePlan plan{catalogue_};
  sqlite::Database database{file(), sqlite::Access::read};
  sqlite::Rows rows{database, plan};
  const Patience over{std::chrono::steady_clock::time_point::min()};
  const auto read = [&] {
    database.set_patience(&over);
    std::vector<Record> found = rows.records(query);
    database.set_patience(nullptr);
    return found;
  };
  EXPECT_EQ(read().size(), 4U);
  query.limit = kEverything;
  EXPECT_THROW(read(), DeadlineExceeded);
}

// SQLite checks the structure of a file and not the bytes of its texts.
TEST_P(SqliteRows, WithATextThatIsDamagedAreNotShown) {
  const Record region = add(regions(), {{"name", std::string{"Fens"}}});
  sqlite::Database database{file(), sqlite::Access::write};
  database.execute("UPDATE pets_owners SET name=CAST(x'426FDA2E' AS TEXT)");
  EXPECT_THROW(names({}), StoreUnavailable);
  EXPECT_EQ(found(region).text({&regions().field("name")}), "Fens") << "what is intact is shown";
}

INSTANTIATE_TEST_SUITE_P(Engines, SqliteRows, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
