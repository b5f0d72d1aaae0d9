#pragma once

#include <string>
#include <vector>

#include "store/plan.h"
#include "store/sqlite/database.h"
#include "store/store.h"

// One tenant's data in memory, for tests of what stands above the store: its tables, statements and
// sessions without its files and threads. Writes happen at the moment that the test names.

namespace vip::test {

// An entry of the change log.
struct LoggedChange {
  std::string operation;  // create, update, remove
  std::string resource;   // "pets/owners"
  Uuid record;
  std::int64_t version = 0;
  std::string fields;  // a JSON array of an update's fields

  std::string name() const { return operation + " " + resource; }
};

class TestTenant {
 public:
  explicit TestTenant(const Catalogue& catalogue);  // which outlives it; with system entries

  // As the store's writer does: inside a savepoint that is kept when the job says so. What the job
  // throws is thrown on.
  bool write(Instant stamp, const WriteTransaction& job);

  std::int64_t last_change();  // its number in the log
  std::vector<LoggedChange> changes_after(std::int64_t number);

  // What is written from here on is undone by the end: a test leaves nothing to the next.
  void begin();
  void end();

 private:
  void run(const char* sql) { database_.prepare(sql).run(); }

  StorePlan plan_;
  sqlite::Database database_;
};

}  // namespace vip::test
