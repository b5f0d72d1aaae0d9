#include "store/sqlite/tenant_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "store/sqlite/schema_update.h"
#include "store/sqlite/search_index.h"

namespace vip::sqlite {

namespace {

constexpr int kMostNamed = 5;  // ids or lines of one kind in a report

std::vector<std::string> schema_of_file(Database& database) {
  std::vector<std::string> found;  // sorted
  Statement entries = database.prepare("SELECT type||' '||name FROM sqlite_schema ORDER BY 1");
  while (entries.step()) found.emplace_back(entries.bytes(0));
  return found;
}

class Checking {
 public:
  Checking(Database& copy, const StorePlan& plan, const std::vector<std::string>& expected)
      : database_{copy}, plan_{plan}, expected_{expected} {
    for (const Table& table : plan_.schema().tables) tables_.insert(table.name);
  }

  TenantCheck run() {
    // A file of an earlier release is brought up to date here as the next opening will do it.
    bring_up_to_date(database_, plan_, system_clock().now());
    const auto present = schema_of_file(database_);
    for (const std::string& one : expected_)
      if (!std::ranges::binary_search(present, one)) fault(FaultKind::schema, one + " is missing");
    for (const Table& table : plan_.schema().tables) check_columns(table);
    if (!check_.faults.empty()) return std::move(check_);  // nothing else can be asked
    for (const Table& table : plan_.schema().tables) {
      check_.records += number("SELECT count(*) FROM " + quoted_name(table.name));
      for (const Field& field : table.resource->fields) check_reference(table, field);
    }
    check_derived();
    return std::move(check_);
  }

 private:
  std::int64_t number(const std::string& sql) {
    Statement statement = database_.prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
  }

  void fault(FaultKind kind, std::string what) { check_.faults.push_back({kind, std::move(what)}); }

  void check_columns(const Table& table) {
    std::set<std::string, std::less<>> present;
    Statement columns = database_.prepare("SELECT name FROM pragma_table_info(?)");
    columns.with(std::string_view{table.name});
    while (columns.step()) present.emplace(columns.bytes(0));
    for (const Column& column : table.columns)
      if (!present.contains(column.name))
        fault(FaultKind::schema,
              fmt::format("{}.{} is declared and not stored", table.name, column.name));
  }

  // Ids of records of the table whose reference leads nowhere.
  void check_reference(const Table& table, const Field& field) {
    if (!field.is_reference() || !has_column(field)) return;
    std::vector<const Resource*> targets = field.any_targets;
    if (field.target != nullptr) targets.push_back(field.target);
    const bool complete =
        field.target != nullptr || field.any_targets.size() == field.any_of.size();
    if (!complete || targets.empty()) return;
    const bool is_list = field.type == FieldType::uuid_list;
    const std::string column = "t." + quoted_name(column_name(field));
    const std::string id = is_list ? "unhex(replace(j.value,'-',''))" : column;
    std::string where;
    for (const Resource* target : targets) {
      if (!tables_.contains(target->table)) return;
      where += fmt::format(" AND NOT EXISTS(SELECT 1 FROM {} o WHERE o.id={})",
                           quoted_name(target->table), id);
    }
    const std::string list = is_list ? fmt::format(",json_each({}) j", column) : "";
    std::string ids;
    std::int64_t count = 0;
    Statement dangling =
        database_.prepare(fmt::format("SELECT t.id FROM {} t{} WHERE {} IS NOT NULL{}",
                                      quoted_name(table.name), list, column, where));
    while (dangling.step())
      if (++count <= kMostNamed) ids += " " + to_string(dangling.uuid(0));
    if (count > 0)
      fault(FaultKind::references,
            fmt::format("{}: {} of {} records refer to a record that is not there:{}",
                        plan_.of(*table.resource).path, field.name, count, ids));
  }

  // Rebuilds what follows from the records and compares.
  void check_derived() {
    database_.execute("CREATE TABLE check_counts AS SELECT * FROM counts");
    const auto terms = remember_terms();
    // With another digest of the declarations everything is made anew.
    database_.execute(
        "UPDATE meta SET value='' WHERE name='declared';"
        "DELETE FROM meta WHERE name LIKE 'search:%' OR name LIKE 'keys:%'");
    compare_copies();
    const auto keys = remember_keys();
    bring_up_to_date(database_, plan_, system_clock().now());
    Statement counts = database_.prepare(
        "SELECT c.resource,k.shown,k.total,c.shown,c.total FROM counts c LEFT JOIN check_counts k "
        "USING(resource) WHERE k.shown IS NOT c.shown OR k.total IS NOT c.total");
    while (counts.step())
      fault(FaultKind::derived,
            fmt::format("{}: the kept counts are {} shown of {}, those of its rows {} of {}",
                        counts.bytes(0), counts.integer(1), counts.integer(2), counts.integer(3),
                        counts.integer(4)));
    for (const std::string& table : terms) compare(table, "word,owner,origin,personal", "terms");
    for (const auto& [table, columns] : keys) compare(table, columns, "keys");
  }

  std::vector<std::string> remember_terms() {
    for (const std::string& table : plan_.schema().term_tables)
      remember(table, "word,owner,origin,personal");
    return plan_.schema().term_tables;
  }

  std::map<std::string, std::string> remember_keys() {
    std::map<std::string, std::string> keys;
    for (const Table& table : plan_.schema().tables) {
      std::string columns;
      for (const Column& column : table.columns)
        if (column.field != nullptr && column.name == key_name(*column.field))
          columns += "," + quoted_name(column.name);
      if (columns.empty()) continue;
      remember(table.name, "seq" + columns);
      keys.emplace(table.name, "seq" + columns);
    }
    return keys;
  }

  void remember(const std::string& table, const std::string& columns) {
    database_.execute(fmt::format("CREATE TABLE {} AS SELECT {} FROM {}",
                                  quoted_name("check_" + table), columns, quoted_name(table)));
  }

  void compare(const std::string& table, const std::string& columns, std::string_view what) {
    const std::string kept =
        fmt::format("SELECT {} FROM {}", columns, quoted_name("check_" + table));
    const std::string right = fmt::format("SELECT {} FROM {}", columns, quoted_name(table));
    const std::int64_t missing =
        number(fmt::format("SELECT count(*) FROM ({} EXCEPT {})", right, kept));
    const std::int64_t surplus =
        number(fmt::format("SELECT count(*) FROM ({} EXCEPT {})", kept, right));
    if (missing + surplus > 0)
      fault(FaultKind::derived, fmt::format("{}: {} search {} are missing, {} are wrong", table,
                                            missing, what, surplus));
    database_.execute("DROP TABLE " + quoted_name("check_" + table));
  }

  void compare_copies() {
    for (const Table& table : plan_.schema().tables)
      for (const Field* field : plan_.of(*table.resource).copies) {
        const std::int64_t wrong = number(fmt::format(
            "SELECT count(*) FROM {0} t JOIN {1} s ON s.id=t.{2} WHERE t.{3} IS NOT s.{4}",
            quoted_name(table.name), quoted_name(field->denormalized_reference->target->table),
            quoted_name(column_name(*field->denormalized_reference)), quoted_name(field->column),
            quoted_name(column_name(*field->denormalized_source))));
        if (wrong > 0)
          fault(FaultKind::derived,
                fmt::format("{}: {} of {} records is not what it copies",
                            plan_.of(*table.resource).path, field->name, wrong));
      }
  }

  Database& database_;
  const StorePlan& plan_;
  const std::vector<std::string>& expected_;
  std::set<std::string, std::less<>> tables_;
  TenantCheck check_;
};

}  // namespace

std::vector<FileFault> check_integrity(Database& database) {
  std::vector<FileFault> faults;
  Statement integrity = database.prepare("PRAGMA integrity_check(20)");
  while (integrity.step())
    if (integrity.bytes(0) != "ok")
      faults.push_back({FaultKind::damaged, std::string{integrity.bytes(0)}});
  Statement keys = database.prepare("PRAGMA foreign_key_check");
  for (int named = 0; keys.step() && named < kMostNamed; ++named)
    faults.push_back(
        {FaultKind::references, fmt::format("{}: row {} refers to a row of {} that is not there",
                                            keys.bytes(0), keys.integer(1), keys.bytes(2))});
  return faults;
}

std::vector<std::string> expected_schema(const StorePlan& plan) {
  Database empty{":memory:", Access::write, false};
  bring_up_to_date(empty, plan, system_clock().now());
  return schema_of_file(empty);
}

TenantCheck check_tenant(Database& copy, const StorePlan& plan,
                         const std::vector<std::string>& expected) {
  return Checking{copy, plan, expected}.run();
}

std::vector<std::string> named_contents(Database& database, const StorePlan& plan) {
  std::vector<std::string> digests;
  for (const Table& table : plan.schema().tables)
    for (const Field& field : table.resource->fields) {
      if (field.format != TextFormat::content || !has_column(field)) continue;
      const std::string column = quoted_name(column_name(field));
      Statement named = database.prepare(fmt::format(
          "SELECT DISTINCT {0} FROM {1} WHERE {0} IS NOT NULL", column, quoted_name(table.name)));
      while (named.step()) digests.emplace_back(named.bytes(0));
    }
  return digests;
}

}  // namespace vip::sqlite
