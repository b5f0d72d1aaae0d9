// Properties of the embedded engine: files, their permissions and schema, the bound of open files,
// a killed process.

#include "store/sqlite/sqlite_store.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>

#include "core/text_key.h"
#include "store/sql.h"
#include "store/sqlite/schema_update.h"
#include "store/test_store.h"

namespace vip::test {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class SqliteFiles : public StoreTest {
 protected:
  void SetUp() override { open(); }
  std::string file() const { return folder_.path() + "/tenants/" + to_string(tenant_) + ".db"; }
  // Opens the store's file with changed declarations.
  void reopen_with(const std::string& more_fields) {
    store_.reset();
    catalogue_ = owners_catalogue(more_fields);
    open(options_);
  }
  std::string error_at_opening() {
    try {
      names({});
    } catch (const std::exception& error) {
      return error.what();
    }
    return "none";
  }
  void execute(const std::string& sql) {
    store_.reset();
    sqlite::Database database{file(), sqlite::Access::write};
    database.execute(sql);
  }
};

// A pair of fields: one value of the first field, a range or one value of the second.
TEST_P(SqliteFiles, UseIndexesOfFieldPairs) {
  add_owner({{"name", "Bob"s}});
  const StorePlan plan{catalogue_};
  const auto how = [&](std::vector<Condition> joined) {
    Query query;
    query.resource = &owners();
    query.where = {{&field("region-uuid"), FilterOp::eq, {make_uuid_v4()}}};
    query.where.insert(query.where.end(), joined.begin(), joined.end());
    query.order = {{&field("joined"), false}};
    const Sql sql = select_statements(query, plan).front();
    sqlite::Database database{file(), sqlite::Access::read};
    sqlite::Statement statement = database.prepare("EXPLAIN QUERY PLAN " + sql.text);
    statement.bind_all(sql.bindings);
    std::string plan_text;
    while (statement.step()) (plan_text += statement.bytes(3)) += '\n';
    return plan_text;
  };
  const Value day{std::int64_t{20000}};
  for (const std::string& plan_text : {how({{&field("joined"), FilterOp::eq, {day}}}),
                                       how({{&field("joined"), FilterOp::gte, {day}},
                                            {&field("joined"), FilterOp::lte, {day}}})}) {
    EXPECT_THAT(plan_text, HasSubstr("beside1_index (region_uuid=? AND joined"));
    EXPECT_THAT(plan_text, testing::Not(HasSubstr("USE TEMP B-TREE")))
        << "the index gives the order";
  }
}

TEST_P(SqliteFiles, AreReadableByNobodyElse) {
  add_owner({{"name", "Bob"s}});
  for (const std::string& path : {file(), file() + "-wal", file() + "-shm"}) {
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0) << path;
    EXPECT_EQ(status.st_mode & 0777, 0600U) << path;
  }
  struct stat status {};
  ASSERT_EQ(::stat((folder_.path() + "/tenants").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
}

TEST_P(SqliteFiles, AreCompleteWithoutTheirLogWhenClosed) {
  add_owner({{"name", "Bob"s}});
  store_->close();
  EXPECT_FALSE(std::filesystem::exists(file() + "-wal") &&
               std::filesystem::file_size(file() + "-wal") > 0);
  EXPECT_TRUE(std::filesystem::exists(file()));
}

TEST_P(SqliteFiles, AreRemovedCompletely) {
  add_owner({{"name", "Bob"s}});
  store_->erase_tenant(key());
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path() + "/tenants"));
}

TEST_P(SqliteFiles, AreUnavailableWhileTheyCannotBeOpened) {
  add_owner({{"name", "Bob"s}});
  store_->close();
  const std::string kept = folder_.path() + "/kept.db";
  std::filesystem::rename(file(), kept);
  std::ofstream{file()} << std::string(4096, 'x');
  open(options_);
  EXPECT_THROW(names({}), StoreUnavailable);
  EXPECT_EQ(store_->write_and_wait(key(), [](WriteSession&) { return true; }),
            WriteOutcome::failed);
  EXPECT_EQ(store_->load().waiting_writes, 0U);
  std::filesystem::rename(kept, file());
  EXPECT_THAT(names({}), ElementsAre("Bob"));
}

TEST_P(SqliteFiles, AreNotOpenedThroughALink) {
  store_->close();
  const std::string elsewhere = folder_.path() + "/elsewhere.db";
  const std::ofstream made{elsewhere};
  std::filesystem::create_symlink(elsewhere, file());
  store_.reset();
  open();
  EXPECT_NE(error_at_opening(), "none");
}

TEST_P(SqliteFiles, TakeNewFieldsWithTheirDefaults) {
  Record bob = add_owner({{"name", "Bob"s}, {"town", "Ely"s}});
  reopen_with(
      "  nickname: {type: string, search: true, sort: true}\n"
      "  legs: {type: integer, default: 2, sort: true}\n"
      "  seen: {type: date-time, default: now}\n"
      "  region-again: {denormalized-from: region-uuid.name}\n");
  bob.resource = &owners();
  const Record kept = found(bob);
  EXPECT_TRUE(is_null(kept.at(field("nickname"))));
  EXPECT_EQ(kept.at(field("legs")), Value{std::int64_t{2}});
  EXPECT_FALSE(is_null(kept.at(field("seen"))));
  change(kept, {{"nickname", "Bobby"s}});
  Query query;
  query.words = {"bobby"};
  query.personal_words = true;
  EXPECT_THAT(names(query), ElementsAre("Bob"));
}

// As after an upgrade: the file has keys and terms of another release.
TEST_P(SqliteFiles, KeysAndTermsOfOtherRulesAreMadeAgain) {
  const char* const formats =
      "  postcode: {type: string, sort: true}\n"
      "  phone: {type: string, format: phone, search: true}\n";
  reopen_with(formats);
  add_owner({{"name", "Łukasz D’Arcy"s}, {"postcode", "SW1A 1AA"s}, {"phone", "+44 7700 900123"s}});
  store_.reset();
  {
    sqlite::Database database{file(), sqlite::Access::write};
    database.execute(
        "UPDATE pets_owners SET name_key='łukasz d’arcy',postcode_key='sw1a 1aa',phone_key='old';"
        "DELETE FROM pets_owners_words;"
        "UPDATE meta SET value='of another release' WHERE name='declared';"
        "DELETE FROM meta WHERE name IN('keys:pets_owners','search:pets_owners')");
  }
  reopen_with(formats);
  const auto is_found = testing::ElementsAre("Łukasz D’Arcy");
  EXPECT_THAT(names_where("name", FilterOp::eq, {"lukasz d'arcy"s}), is_found);
  EXPECT_THAT(names_where("postcode", FilterOp::eq, {"sw1a1aa"s}), is_found);
  EXPECT_THAT(names_where("postcode", FilterOp::starts_with, {"SW1A 1"s}), is_found);
  EXPECT_THAT(names_where("phone", FilterOp::eq, {"+447700900123"s}), is_found);
  for (const char* text : {"lukasz darcy", "07700900123", "+44 7700 900123", "07700 900123"}) {
    Query query;
    query.words = search_groups(text);
    query.personal_words = true;
    EXPECT_THAT(names(query), is_found) << text;
  }
}

TEST_P(SqliteFiles, AddKeysAndTermsForExistingRows) {
  store_.reset();
  catalogue_ = owners_catalogue("  motto: {type: string, filter: false, search: false}\n");
  open();
  add_owner({{"name", "Bob"s}, {"motto", "Ça va"s}});
  reopen_with("  motto: {type: string, search: true, sort: true}\n");
  EXPECT_THAT(names_where("motto", FilterOp::eq, {"ca VA"s}), ElementsAre("Bob"));
  Query query;
  query.words = {"va"};
  EXPECT_THAT(names(query), ElementsAre("Bob"));
}

TEST_P(SqliteFiles, RefuseChangesThatAreNotAdditive) {
  store_.reset();
  catalogue_ = owners_catalogue("  legs: {type: integer}\n");
  open();
  add_owner({{"name", "Bob"s}});
  reopen_with("  legs: {type: string}\n");
  EXPECT_THAT(error_at_opening(), HasSubstr("pets_owners.legs"));
  reopen_with("");
  EXPECT_THAT(error_at_opening(), HasSubstr("pets_owners.legs"));
  reopen_with("  legs: {type: integer}\n  arms: {type: integer, required: true}\n");
  EXPECT_THAT(error_at_opening(), HasSubstr("pets_owners.arms"));
  reopen_with("  legs: {type: integer}\n");
  EXPECT_THAT(names({}), ElementsAre("Bob"));
}

TEST_P(SqliteFiles, RefuseAnUnknownFormat) {
  add_owner({{"name", "Bob"s}});
  execute("UPDATE meta SET value='2' WHERE name='format'");
  open();
  EXPECT_THAT(error_at_opening(), HasSubstr("format 2"));
}

TEST_P(SqliteFiles, AnInvalidFileFailsItsTenantOnly) {
  const Uuid broken = make_uuid_v4();
  std::ofstream{folder_.path() + "/tenants/" + to_string(broken) + ".db"} << std::string(8192, 'x');
  EXPECT_EQ(store_->write_and_wait(key_of(broken), [](WriteSession&) { return true; }),
            WriteOutcome::failed);
  EXPECT_THROW(store_->read(key_of(broken), kNoDeadline, [](ReadSession&) {}), StoreUnavailable);
  add_owner({{"name", "Bob"s}});
}

TEST_P(SqliteFiles, AreOpenInBoundedNumber) {
  store_.reset();
  options_.max_open_tenants = 3;
  open(options_);
  std::vector<Uuid> tenants;
  for (int i = 0; i < 10; ++i) {
    tenants.push_back(tenant_ = make_uuid_v4());
    add_owner({{"name", std::to_string(i)}});
  }
  EXPECT_LE(store_->load().open_tenants, 3U);
  for (std::size_t i = 0; i < tenants.size(); ++i) {
    tenant_ = tenants[i];
    EXPECT_THAT(names({}), ElementsAre(std::to_string(i)));
  }
}

TEST_P(SqliteFiles, EveryWriteIsInTheChangeLog) {
  const Record bob = add_owner({{"name", "Bob"s}});
  const Record rob = change(bob, {{"name", "Rob"s}, {"town", "Ely"s}});
  add(phones(), {{"owner-uuid", bob.id()}, {"digits", "1"s}});
  erase(rob);
  store_.reset();
  sqlite::Database database{file(), sqlite::Access::read};
  sqlite::Statement rows = database.prepare(
      "SELECT resource,operation,version,coalesce(fields,'-'),correlation_id,client FROM changes "
      "WHERE resource<>'kinds' ORDER BY seq");
  std::vector<std::string> log;
  while (rows.step()) {
    log.push_back(std::string{rows.bytes(0)} + " " + std::string{rows.bytes(1)} + " " +
                  std::to_string(rows.integer(2)) + " " + std::string{rows.bytes(3)});
    EXPECT_EQ(rows.bytes(4), "a-correlation");
    EXPECT_EQ(rows.uuid(5), origin_.client);
  }
  EXPECT_THAT(log, ElementsAre("owners create 1 -", "owners update 2 [\"name\",\"town\"]",
                               "phones create 1 -", "owners update 3 [\"phones\"]",
                               "phones remove 1 -", "owners remove 2 -"));
}

// However often the effects of a write change a record again.
TEST_P(SqliteFiles, AWriteGivesARecordOneVersionAndOneEntryOfTheChangeLog) {
  const Record bob = add_owner({{"name", "Bob"s}});
  const auto with = [&](Record record, std::string_view field_name, const std::string& value) {
    record.at(owners().field(field_name)) = value;
    return record;
  };
  write([&](WriteSession& session) {
    Record ann = make_record(owners(), {{"name", "Ann"s}});
    session.insert(ann, origin_);
    Record in_ely = with(ann, "town", "Ely");
    session.update(ann, in_ely, origin_);
    EXPECT_EQ(in_ely.version, 1);
    Record moved = with(bob, "town", "Ely");
    session.update(bob, moved, origin_);
    Record named = with(moved, "name", "Rob");
    session.update(moved, named, origin_);
    EXPECT_EQ(named.version, 2);
  });
  store_.reset();
  sqlite::Database database{file(), sqlite::Access::read};
  sqlite::Statement rows = database.prepare(
      "SELECT operation,version,coalesce(fields,'-') FROM changes WHERE resource='owners' "
      "ORDER BY seq");
  std::vector<std::string> log;
  while (rows.step())
    log.push_back(std::string{rows.bytes(0)} + " " + std::to_string(rows.integer(1)) + " " +
                  std::string{rows.bytes(2)});
  EXPECT_THAT(log, ElementsAre("create 1 -", "create 1 -", "update 2 [\"name\",\"town\"]"));
}

// Without disk space the write fails and the store continues: a later write may succeed.
TEST_P(SqliteFiles, AFullDiskFailsTheWriteAndNothingElse) {
  store_.reset();
  bool ended = false;
  options_.fatal = [&] { ended = true; };
  open(options_);
  add_owner({{"name", "Bob"s}});
  const auto fill = [&](WriteSession& session) {
    for (int i = 0; i < 100; ++i) {
      Record owner = make_record(owners(), {{"name", std::string(150, 'x')}});
      session.insert(owner, origin_);
    }
    throw sqlite::StoreError{SQLITE_FULL, "database or disk is full"};
    return true;
  };
  EXPECT_EQ(store_->write_and_wait(key(), fill), WriteOutcome::failed);
  EXPECT_FALSE(ended);
  EXPECT_THAT(names({}), ElementsAre("Bob"));
  add_owner({{"name", "Cy"s}});
}

// In a child process that may not write another byte: the commit fails, the batch is notified, the
// process must end; writes that were acknowledged before are in the file.
TEST_P(SqliteFiles, ACommitThatFailsEndsTheProcess) {
  add_owner({{"name", "Bob"s}});
  store_.reset();
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::atomic<bool> ended = false;
    options_.fatal = [&] { ended = true; };
    const auto store = open_sqlite_store(catalogue_, options_);
    const auto insert = [&](WriteSession& session) {
      Record owner = make_record(owners(), {{"name", std::string(200, 'x')}});
      session.insert(owner, origin_);
      return true;
    };
    if (store->write_and_wait(key(), insert) != WriteOutcome::kept) ::_exit(1);
    static_cast<void>(::signal(SIGXFSZ, SIG_IGN));
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_FSIZE, &none) != 0) ::_exit(2);
    if (store->write_and_wait(key(), insert) != WriteOutcome::failed) ::_exit(3);
    for (int i = 0; i < 1000 && !ended; ++i)
      ::usleep(1000);  // it is called after the acknowledgement
    ::_exit(ended ? 0 : 4);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  open();
  EXPECT_EQ(names({}).size(), 2U);
}

// A child process writes and reports each acknowledged write; it is killed; all reported writes are
// in the file.
TEST_P(SqliteFiles, AcknowledgedWritesSurviveAKilledProcess) {
  store_.reset();
  for (int round = 0; round < 3; ++round) {
    int reported[2];
    ASSERT_EQ(::pipe(reported), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(reported[0]);
      StoreOptions options;
      options.directory = folder_.path();
      const auto store = open_sqlite_store(catalogue_, options);
      for (std::int64_t i = 0;; ++i) {
        Record owner = make_record(owners(), {{"name", "x"s}});
        const WriteOutcome end = store->write_and_wait(key(), [&](WriteSession& session) {
          session.insert(owner, origin_);
          return true;
        });
        if (end != WriteOutcome::kept) ::_exit(1);
        if (::write(reported[1], &owner.sequence, sizeof owner.sequence) < 0) ::_exit(2);
      }
    }
    ::close(reported[1]);
    std::int64_t last = 0;
    for (int i = 0; i < 20 * (round + 1); ++i)
      ASSERT_EQ(::read(reported[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
    ::kill(child, SIGKILL);
    while (::read(reported[0], &last, sizeof last) == static_cast<ssize_t>(sizeof last)) {
    }
    ::close(reported[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    open();
    EXPECT_GE(ask<std::int64_t>(
                  [&](ReadSession& session) { return session.collection_count(owners(), true); }),
              last);
    Query query;
    query.resource = &owners();
    query.limit = kEverything;
    EXPECT_GE(static_cast<std::int64_t>(records(query).size()), last);
    store_.reset();
    sqlite::Database database{file(), sqlite::Access::read};
    sqlite::Statement check = database.prepare("PRAGMA integrity_check");
    ASSERT_TRUE(check.step());
    EXPECT_EQ(check.bytes(0), "ok");
  }
}

INSTANTIATE_TEST_SUITE_P(Sqlite, SqliteFiles, testing::Values(engines().front()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
