// Steps of migrations as SQL. Every index of a table that a step touches is dropped first: it may
// name a column that goes, and the update of the schema makes it again.

#include "store/sqlite/migrations.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "schema/migration.h"
#include "schema/value_conversion.h"
#include "store/schema.h"
#include "store/sqlite/meta.h"
#include "store/sqlite/schema_update.h"
#include "store/sqlite/tenant_identity.h"
#include "store/sqlite/type_notes.h"
#include "vip_version.h"

namespace vip::sqlite {

namespace {

constexpr const char* kConverted = "vip_converted";  // no field: names of fields have no underscore
constexpr int kRowsAtOnce = 1'000;

std::string note_of(const Domain& domain) { return "migration:" + domain.name; }

int applied(Database& database, const Domain& domain) {
  const std::string text = meta(database, note_of(domain));
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string_view stored_type(const MigrationStep::Type& type) {
  Field field;
  field.type = type.type;
  return type_name(column_type(field));
}

class Migrating {
 public:
  Migrating(Database& database, const Domain& domain, const Migration& migration, std::int64_t now)
      : database_{database}, domain_{domain}, migration_{migration}, now_{now} {}

  void run() {
    for (const MigrationStep& step : migration_.steps)
      if (table_exists(database_, step.resource.stored)) run(step);
  }

 private:
  void run(const MigrationStep& step) {
    drop_indexes(step.resource.stored);
    switch (step.kind) {
      case MigrationKind::rename_field:
        return rename_field(step);
      case MigrationKind::drop_field:
        return drop_field(step);
      case MigrationKind::convert_field:
        return convert_field(step);
      case MigrationKind::fill_field:
        return fill_field(step);
      case MigrationKind::replace_value:
        return replace_value(step);
      case MigrationKind::clear_duplicates:
        return clear_duplicates(step);
      case MigrationKind::rename_resource:
        return rename_resource(step);
      case MigrationKind::drop_resource:
        return drop_resource(step);
    }
  }

  bool has_column(const std::string& table, const std::string& column) {
    Statement found = database_.prepare("SELECT 1 FROM pragma_table_info(?) WHERE name=?");
    found.with(std::string_view{table}, std::string_view{column});
    return found.step();
  }

  void drop_indexes(const std::string& table) {
    std::vector<std::string> names;
    {
      Statement indexes = database_.prepare(
          "SELECT name FROM sqlite_schema WHERE type='index' AND tbl_name=? AND sql NOT NULL");
      indexes.with(std::string_view{table});
      while (indexes.step()) names.emplace_back(indexes.bytes(0));
    }
    for (const std::string& name : names) database_.execute("DROP INDEX " + quoted_name(name));
  }

  void rename_column(const std::string& table, const std::string& from, const std::string& to) {
    if (!has_column(table, from)) return;
    database_.execute(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", quoted_name(table),
                                  quoted_name(from), quoted_name(to)));
  }

  void drop_column(const std::string& table, const std::string& column) {
    if (!has_column(table, column)) return;
    database_.execute(
        fmt::format("ALTER TABLE {} DROP COLUMN {}", quoted_name(table), quoted_name(column)));
  }

  void add_column(const std::string& table, const std::string& column, std::string_view type) {
    database_.execute(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", quoted_name(table),
                                  quoted_name(column), type));
  }

  std::string path_of(const MigrationStep::Name& resource) const {
    return domain_.name + "/" + resource.declared;
  }

  void rename_field(const MigrationStep& step) {
    const std::string& table = step.resource.stored;
    if (!has_column(table, step.field.stored)) return;
    if (has_column(table, step.to.stored))
      fail(fmt::format("{}.{} and {} are both stored", table, step.field.stored, step.to.stored));
    rename_column(table, step.field.stored, step.to.stored);
    for (const std::string& suffix : step.derived_suffixes)
      rename_column(table, step.field.stored + suffix, step.to.stored + suffix);
    TypeNotes notes = noted_types(database_, table);
    if (auto moved = notes.extract(step.field.stored); !moved.empty()) {
      moved.key() = step.to.stored;
      notes.insert(std::move(moved));
      note_types(database_, table, notes);
    }
    Statement numbers =
        database_.prepare("UPDATE numbers SET field=? WHERE resource=? AND field=?");
    numbers
        .with(std::string_view{step.to.stored}, std::string_view{path_of(step.resource)},
              std::string_view{step.field.stored})
        .run();
  }

  void drop_field(const MigrationStep& step) {
    drop_column(step.resource.stored, step.field.stored);
    for (const std::string& suffix : step.derived_suffixes)
      drop_column(step.resource.stored, step.field.stored + suffix);
    forget_type(step);
    Statement numbers = database_.prepare("DELETE FROM numbers WHERE resource=? AND field=?");
    numbers.with(std::string_view{path_of(step.resource)}, std::string_view{step.field.stored})
        .run();
  }

  // Into a further column that takes the place of the first: SQLite changes no column's type.
  void convert_field(const MigrationStep& step) {
    const std::string& table = step.resource.stored;
    const std::string& column = step.field.stored;
    if (!has_column(table, column)) return;
    forget_type(step);
    add_column(table, kConverted, stored_type(step.type));
    std::int64_t after = 0;
    for (auto rows = rows_after(step, after); !rows.empty(); rows = rows_after(step, after)) {
      Statement set = database_.prepare(
          fmt::format("UPDATE {} SET {}=? WHERE seq=?", quoted_name(table), kConverted));
      for (const auto& [sequence, value] : rows) {
        const auto made = converted(value, step.from_type, step.type);
        if (!made) fail(fmt::format("a value of {}.{} becomes too large", table, column));
        set.with(*made, sequence).run();
        after = sequence;
      }
    }
    drop_column(table, column);
    // What is derived follows the new type, if it is declared at all.
    for (const std::string& suffix : step.derived_suffixes) drop_column(table, column + suffix);
    rename_column(table, kConverted, column);
  }

  // Of a column whose type changes, which has to be the one that the step names; or that goes.
  void forget_type(const MigrationStep& step) {
    TypeNotes notes = noted_types(database_, step.resource.stored);
    const auto found = notes.find(step.field.stored);
    if (found == notes.end()) return;
    const std::string named = number_meaning(step.from_type.type, step.from_type.scale);
    if (step.kind == MigrationKind::convert_field && found->second != named)
      fail(fmt::format("{}.{} is stored as {}, not as {}", step.resource.stored, step.field.stored,
                       found->second, named));
    notes.erase(found);
    note_types(database_, step.resource.stored, notes);
  }

  std::vector<std::pair<std::int64_t, Value>> rows_after(const MigrationStep& step,
                                                         std::int64_t after) {
    std::vector<std::pair<std::int64_t, Value>> rows;
    Statement read = database_.prepare(fmt::format(
        "SELECT seq,{0} FROM {1} WHERE seq>? AND {0} IS NOT NULL ORDER BY seq LIMIT {2}",
        quoted_name(step.field.stored), quoted_name(step.resource.stored), kRowsAtOnce));
    read.with(after);
    const bool is_id = step.from_type.type == FieldType::uuid;
    while (read.step())
      rows.emplace_back(read.integer(0), is_id ? Value{read.uuid(1)} : Value{read.integer(1)});
    return rows;
  }

  // A field that is new with this release is an addition, and no change of the record.
  void fill_field(const MigrationStep& step) {
    const std::string& table = step.resource.stored;
    const std::string column = quoted_name(step.field.stored);
    if (has_column(table, step.field.stored)) return change(step, column + " IS NULL");
    add_column(table, step.field.stored, stored_type(step.type));
    Statement fill =
        database_.prepare(fmt::format("UPDATE {} SET {}=?", quoted_name(table), column));
    fill.with(step.value).run();
  }

  void replace_value(const MigrationStep& step) {
    if (has_column(step.resource.stored, step.field.stored))
      change(step, quoted_name(step.field.stored) + "=?2");
  }

  void clear_duplicates(const MigrationStep& step) {
    if (!has_column(step.resource.stored, step.field.stored)) return;
    std::string together = quoted_name(step.field.stored);
    std::string complete = together + " IS NOT NULL";
    for (const std::string& other : step.beside) {
      if (!has_column(step.resource.stored, other)) return;
      together += "," + quoted_name(other);
      complete += " AND " + quoted_name(other) + " IS NOT NULL";
    }
    change(step, fmt::format("{0} AND seq NOT IN(SELECT min(seq) FROM {1} WHERE {0} GROUP BY {2})",
                             complete, quoted_name(step.resource.stored), together));
  }

  // The records get the step's value, a version and an entry in the change log, as by any write, so
  // that whoever keeps a copy of them hears of it. ?2 in `where` is the value that they have.
  void change(const MigrationStep& step, const std::string& where) {
    const std::string table = quoted_name(step.resource.stored);
    const std::string at = std::to_string(now_);
    std::vector<Value> values{step.value, step.from};
    Statement log = database_.prepare(fmt::format(
        "INSERT INTO changes(domain,resource,record,operation,version,fields,at,client,"
        "correlation_id) SELECT ?3,?4,id,'update',version+1,json_array(?5),{},?6,?7 FROM {} "
        "WHERE {} AND ?1 IS ?1 AND ?2 IS ?2 ORDER BY seq",
        at, table, where));
    values.insert(values.end(),
                  {Value{domain_.name}, Value{step.resource.declared}, Value{step.field.declared},
                   Value{Uuid{}}, Value{"migration " + migration_.name}});
    log.bind_all(values);
    log.run();
    const std::string modified =
        has_column(step.resource.stored, "modified") ? ",modified=" + at : std::string{};
    Statement update = database_.prepare(
        fmt::format("UPDATE {} SET {}=?1,version=version+1{} WHERE {} AND ?2 IS ?2", table,
                    quoted_name(step.field.stored), modified, where));
    update.with(step.value, step.from).run();
  }

  void rename_resource(const MigrationStep& step) {
    if (table_exists(database_, step.to.stored))
      fail(fmt::format("{} and {} are both stored", step.resource.stored, step.to.stored));
    database_.execute(fmt::format("ALTER TABLE {} RENAME TO {}", quoted_name(step.resource.stored),
                                  quoted_name(step.to.stored)));
    const TypeNotes notes = noted_types(database_, step.resource.stored);
    forget(step.resource.stored);
    note_types(database_, step.to.stored, notes);
    for (const char* table : {"external_ids", "counts", "numbers"}) {
      Statement rename =
          database_.prepare(fmt::format("UPDATE {} SET resource=? WHERE resource=?", table));
      rename.with(std::string_view{path_of(step.to)}, std::string_view{path_of(step.resource)})
          .run();
    }
    Statement changes =
        database_.prepare("UPDATE changes SET resource=? WHERE domain=? AND resource=?");
    changes
        .with(std::string_view{step.to.declared}, std::string_view{domain_.name},
              std::string_view{step.resource.declared})
        .run();
  }

  // The change log keeps that its records were there.
  void drop_resource(const MigrationStep& step) {
    database_.execute("DROP TABLE " + quoted_name(step.resource.stored));
    forget(step.resource.stored);
    for (const char* table : {"external_ids", "counts", "numbers"}) {
      Statement remove = database_.prepare(fmt::format("DELETE FROM {} WHERE resource=?", table));
      remove.with(std::string_view{path_of(step.resource)}).run();
    }
  }

  // What was derived for a table of this name.
  void forget(const std::string& table) {
    database_.execute("DROP TABLE IF EXISTS " + quoted_name(table + "_words"));
    Statement notes = database_.prepare("DELETE FROM meta WHERE name IN(?,?,?)");
    notes
        .with(std::string_view{"search:" + table}, std::string_view{"keys:" + table},
              std::string_view{"types:" + table})
        .run();
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw SchemaError{fmt::format("domains/{}: {}", migration_.file, why)};
  }

  Database& database_;
  const Domain& domain_;
  const Migration& migration_;
  const std::int64_t now_;
};

}  // namespace

void refuse_newer_migrations(Database& database, const Catalogue& catalogue) {
  for (const auto& domain : catalogue.domains) {
    const int number = applied(database, *domain);
    const auto known = static_cast<int>(domain->migrations.size());
    if (number > known)
      throw NewerFileError{
          fmt::format("the file was written by release {}, with migration {} of {}; this is {}, "
                      "which knows {}: "
                      "run that release, or restore a backup",
                      meta(database, "release"), number, domain->name, kVersion, known)};
  }
}

bool apply_migrations(Database& database, const Catalogue& catalogue, Instant now) {
  bool changed = false;
  const bool has_tables = table_exists(database, "counts");
  for (const auto& domain : catalogue.domains) {
    const auto last = static_cast<int>(domain->migrations.size());
    const int first = applied(database, *domain);
    if (first >= last) continue;
    for (int number = first; has_tables && number < last; ++number) {
      Migrating{database, *domain, *domain->migrations[static_cast<std::size_t>(number)],
                std::max(now.milliseconds, last_stamp(database))}
          .run();
      changed = true;
    }
    set_meta(database, note_of(*domain), std::to_string(last));
  }
  return changed;
}

std::string next_migration(const Domain& domain) {
  return fmt::format("domains/{}/migrations/{:04}-<what-it-does>.yaml", domain.name,
                     domain.migrations.size() + 1);
}

}  // namespace vip::sqlite
