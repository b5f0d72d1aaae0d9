#include "store/sqlite/meta.h"

namespace vip::sqlite {

bool table_exists(Database& database, std::string_view name) {
  Statement statement =
      database.prepare("SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?");
  statement.with(name);
  return statement.step();
}

void make_meta(Database& database) {
  database.execute(
      "CREATE TABLE IF NOT EXISTS meta(name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) "
      "STRICT, WITHOUT ROWID");
}

std::string meta(Database& database, std::string_view name) {
  Statement statement = database.prepare("SELECT value FROM meta WHERE name=?");
  statement.with(name);
  return statement.step() ? std::string{statement.bytes(0)} : std::string{};
}

void set_meta(Database& database, std::string_view name, std::string_view value) {
  Statement statement = database.prepare(
      "INSERT INTO meta(name,value) VALUES(?,?) ON CONFLICT DO UPDATE SET value=excluded.value");
  statement.with(name, value).run();
}

}  // namespace vip::sqlite
