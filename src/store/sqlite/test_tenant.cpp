#include "store/sqlite/test_tenant.h"

#include <stdexcept>

#include "store/sqlite/schema_update.h"
#include "store/sqlite/write_session.h"

namespace vip::test {

TestTenant::TestTenant(const Catalogue& catalogue)
    : plan_{catalogue}, database_{":memory:", sqlite::Access::write, false} {
  sqlite::bring_up_to_date(database_, plan_, parse_instant("2026-01-01T00:00:00Z").value());
}

bool TestTenant::write(Instant stamp, const WriteTransaction& job) {
  run("SAVEPOINT job");
  database_.fix_today({static_cast<std::int32_t>(stamp.milliseconds / 86'400'000)});
  bool keep = false;
  try {
    sqlite::SqliteWriteSession session{database_, plan_, stamp};
    keep = job(session);
  } catch (...) {
    run("ROLLBACK TO job");
    run("RELEASE job");
    throw;
  }
  if (!keep) run("ROLLBACK TO job");
  run("RELEASE job");
  return keep;
}

std::int64_t TestTenant::last_change() {
  sqlite::Statement last = database_.prepare("SELECT coalesce(max(seq),0) FROM changes");
  last.step();
  return last.integer(0);
}

std::vector<LoggedChange> TestTenant::changes_after(std::int64_t number) {
  sqlite::Statement rows = database_.prepare(
      "SELECT operation,domain,resource,record,version,coalesce(fields,'') FROM changes "
      "WHERE seq>? ORDER BY seq");
  rows.with(number);
  std::vector<LoggedChange> changes;
  while (rows.step())
    changes.push_back({std::string{rows.bytes(0)},
                       std::string{rows.bytes(1)} + "/" + std::string{rows.bytes(2)}, rows.uuid(3),
                       rows.integer(4), std::string{rows.bytes(5)}});
  return changes;
}

void TestTenant::begin() {
  if (database_.in_transaction()) throw std::logic_error("another test uses this tenant");
  run("BEGIN");
}

void TestTenant::end() { run("ROLLBACK"); }

}  // namespace vip::test
