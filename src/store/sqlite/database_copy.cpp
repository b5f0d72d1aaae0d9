// Why not VACUUM INTO: it moves every page, so that nothing of the next copy equals the last one.

#include "store/sqlite/database_copy.h"

#include <sqlite3.h>

#include <memory>

#include "store/sqlite/database.h"
#include "store/sqlite/tenant_file.h"

namespace vip::sqlite {

namespace {

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
using Connection = std::unique_ptr<sqlite3, Close>;

Connection open_raw(const std::string& path, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &opened,
      flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, nullptr);
  Connection connection{opened};
  if (code != SQLITE_OK) throw_error(opened, code);
  return connection;
}

void execute_raw(sqlite3* connection, const char* sql) {
  const int code = sqlite3_exec(connection, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw_error(connection, code);
}

}  // namespace

void copy_database(const std::string& from, const std::string& to) {
  sqlite3_initialize();
  make_private_file(to);
  // For writing, because the shared memory of its log is; nothing is written, and its log is left
  // to its writer.
  const Connection source = open_raw(from, SQLITE_OPEN_READWRITE);
  sqlite3_db_config(source.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_busy_timeout(source.get(), 5'000);
  const Connection target = open_raw(to, SQLITE_OPEN_READWRITE);
  execute_raw(target.get(), "PRAGMA synchronous=OFF");
  sqlite3_backup* copying = sqlite3_backup_init(target.get(), "main", source.get(), "main");
  if (copying == nullptr) throw_error(target.get(), sqlite3_errcode(target.get()));
  const int stepped = sqlite3_backup_step(copying, -1);
  const int finished = sqlite3_backup_finish(copying);
  if (stepped != SQLITE_DONE) throw_error(nullptr, stepped);
  if (finished != SQLITE_OK) throw_error(target.get(), finished);
}

}  // namespace vip::sqlite
