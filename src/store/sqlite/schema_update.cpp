// Schema updates: the migrations that a file lacks, then what is additive. Missing tables, columns
// and indexes are created, existing rows get the new columns' defaults, and derived data (keys,
// search terms, counts) is rebuilt if its declaration changed. Any other difference is refused.
//
// Why a digest: a file is opened thousands of times and changes with a release. The file stores the
// digest of everything that determines its structure and system entries; while it is equal, opening
// costs one read.

#include "store/sqlite/schema_update.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "store/sqlite/cross_join.h"
#include "store/sqlite/meta.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/search_index.h"
#include "store/sqlite/system_entries.h"
#include "store/sqlite/tenant_identity.h"
#include "store/sqlite/type_notes.h"
#include "vip_version.h"

namespace vip::sqlite {

namespace {

constexpr std::string_view kFormat = "1";
constexpr std::int64_t kMillisecondsPerDay = 86'400'000;

constexpr const char* kOwnTables = R"(
CREATE TABLE IF NOT EXISTS external_ids(resource TEXT NOT NULL, record INTEGER NOT NULL,
  business BLOB NOT NULL, value TEXT NOT NULL, PRIMARY KEY(resource, record, business),
  UNIQUE(resource, business, value)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counts(resource TEXT NOT NULL PRIMARY KEY, shown INTEGER NOT NULL,
  total INTEGER NOT NULL, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes(seq INTEGER PRIMARY KEY, domain TEXT NOT NULL,
  resource TEXT NOT NULL, record BLOB NOT NULL, operation TEXT NOT NULL, version INTEGER NOT NULL,
  fields TEXT, at INTEGER NOT NULL, client BLOB, correlation_id TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS changes_removals ON changes(domain, resource, at)
  WHERE operation='remove';
CREATE TABLE IF NOT EXISTS numbers(resource TEXT NOT NULL, field TEXT NOT NULL,
  next INTEGER NOT NULL, PRIMARY KEY(resource, field)) STRICT, WITHOUT ROWID;
)";

std::string definition(const Column& column) {
  return fmt::format("{} {}{}{}", quoted_name(column.name), type_name(column.type),
                     column.constraint.empty() ? "" : " ", column.constraint);
}

std::string definition(const Index& index) {
  std::string columns;
  for (const std::string& column : index.columns)
    columns += (columns.empty() ? "" : ",") + quoted_name(column);
  return fmt::format("CREATE {}INDEX {} ON {}({})", index.unique ? "UNIQUE " : "",
                     quoted_name(index.name), quoted_name(index.table), columns);
}

class SchemaUpdate {
 public:
  SchemaUpdate(Database& database, const StorePlan& plan, Instant now)
      : database_{database}, plan_{plan}, now_{now} {}

  void run() {
    const bool migrated = apply_migrations(database_, plan_.catalogue(), now_);
    if (migrated) forget_derived();
    database_.execute(kOwnTables);
    for (const std::string& name : plan_.schema().term_tables) create_terms_table(name);
    for (const Table& table : plan_.schema().tables) {
      if (table_exists(database_, table.name)) {
        extend(table);
      } else {
        make(table);
      }
      refresh_types(table);
      update_indexes(table);
    }
    refuse_lost_resources();
    if (migrated) fill_modified();
    fill_copies(migrated);
    for (const Table& table : plan_.schema().tables) {
      refresh_keys(table);
      refresh_derived(*table.resource);
    }
  }

 private:
  void forget_derived() {
    database_.execute("DELETE FROM meta WHERE name GLOB 'search:*' OR name GLOB 'keys:*'");
  }

  [[noreturn]] static void refuse(const Domain& domain, const std::string& what,
                                  std::string_view step) {
    throw SchemaError{fmt::format("{}: a migration is needed, with the step {}, in {}", what, step,
                                  next_migration(domain))};
  }

  // Rows of a resource that its domain no longer has would be there and seen by nobody.
  void refuse_lost_resources() {
    Statement counts = database_.prepare("SELECT resource,total FROM counts WHERE total>0");
    while (counts.step()) {
      const std::string_view path = counts.bytes(0);
      const std::size_t slash = path.find('/');
      const Domain* domain = plan_.catalogue().domain(path.substr(0, slash));
      if (domain == nullptr || domain->find(path.substr(slash + 1)) != nullptr) continue;
      refuse(*domain,
             fmt::format("{} has {} records and is no longer declared", path, counts.integer(1)),
             "rename-resource or drop-resource");
    }
  }

  void make(const Table& table) {
    std::string columns;
    for (const Column& column : table.columns)
      columns += (columns.empty() ? "" : ", ") + definition(column);
    database_.execute(fmt::format("CREATE TABLE {}({}) STRICT", quoted_name(table.name), columns));
  }

  void create_terms_table(const std::string& name) {
    database_.execute(
        fmt::format("CREATE TABLE IF NOT EXISTS {0}(word TEXT NOT NULL, owner INTEGER NOT NULL,"
                    " origin BLOB NOT NULL, personal INTEGER NOT NULL,"
                    " PRIMARY KEY(word, owner, origin, personal)) STRICT, WITHOUT ROWID;"
                    "CREATE INDEX IF NOT EXISTS {1} ON {0}(origin)",
                    quoted_name(name), quoted_name(name + "_origin")));
  }

  void extend(const Table& table) {
    std::map<std::string, std::string, std::less<>> present;  // column → type
    {
      Statement columns = database_.prepare("SELECT name,type FROM pragma_table_info(?)");
      columns.with(std::string_view{table.name});
      while (columns.step()) present.emplace(columns.bytes(0), columns.bytes(1));
    }
    const bool empty = is_empty(table);
    for (const Column& column : table.columns) {
      const auto found = present.find(column.name);
      if (found == present.end()) {
        add(table, column, empty);
        continue;
      }
      if (found->second != type_name(column.type))
        refuse(*table.resource->domain,
               fmt::format("{}.{} is stored as {} and declared as {}", table.name, column.name,
                           found->second, type_name(column.type)),
               "convert-field");
      present.erase(found);
    }
    for (const auto& [name, type] : present)
      if (!is_derived(table, name))
        refuse(*table.resource->domain,
               fmt::format("{}.{} is stored and no longer declared", table.name, name),
               "rename-field or drop-field");
  }

  void refresh_types(const Table& table) {
    const TypeNotes noted = noted_types(database_, table.name);
    const TypeNotes declared = declared_types(table);
    for (const auto& [column, type] : declared) {
      const auto found = noted.find(column);
      if (found != noted.end() && found->second != type)
        refuse(*table.resource->domain,
               fmt::format("{}.{} is stored as {} and declared as {}", table.name, column,
                           found->second, type),
               "convert-field");
    }
    if (noted != declared) note_types(database_, table.name, declared);
  }

  // Keys of a field that is no longer compared by one: they can be rebuilt at any time.
  static bool is_derived(const Table& table, std::string_view name) {
    return std::ranges::any_of(table.columns, [&](const Column& column) {
      return column.field != nullptr &&
             (key_name(*column.field) == name || sort_name(*column.field) == name);
    });
  }

  bool is_empty(const Table& table) {
    return !database_.prepare(fmt::format("SELECT 1 FROM {} LIMIT 1", quoted_name(table.name)))
                .step();
  }

  void add(const Table& table, const Column& column, bool empty) {
    database_.execute(
        fmt::format("ALTER TABLE {} ADD COLUMN {}", quoted_name(table.name), definition(column)));
    if (empty || column.field == nullptr) return;
    const Field& field = *column.field;
    const std::string name = column_name(field);
    if (column.name != name) {
      if (column.name == key_name(field)) return;  // refresh_keys fills it
      database_.execute(fmt::format("UPDATE {} SET {}=vip_sort({})", quoted_name(table.name),
                                    quoted_name(column.name), quoted_name(name)));
    } else if (field.denormalized_reference != nullptr) {
      new_copies_.insert(&field);
    } else if (field.default_kind != DefaultKind::none) {
      Statement fill = database_.prepare(
          fmt::format("UPDATE {} SET {}=?", quoted_name(table.name), quoted_name(name)));
      fill.with(default_of(field)).run();
    } else if (!field.nullable) {
      refuse(*table.resource->domain,
             fmt::format("{}.{} is new, required and without a default, and there are rows",
                         table.name, name),
             "fill-field");
    }
  }

  Value default_of(const Field& field) const {
    if (field.default_kind == DefaultKind::now) return now_.milliseconds;
    if (field.default_kind == DefaultKind::today) return now_.milliseconds / kMillisecondsPerDay;
    return field.default_value;
  }

  // Fields that show the time of the last change under another name.
  void fill_modified() {
    for (const Table& table : plan_.schema().tables)
      for (const Field& field : table.resource->fields)
        if (field.aliases_modified() && table.resource->modified_field >= 0)
          database_.execute(fmt::format(
              "UPDATE {0} SET {1}={2} WHERE {1} IS NOT {2}", quoted_name(table.name),
              quoted_name(column_name(field)),
              quoted_name(column_name(at(*table.resource, table.resource->modified_field)))));
  }

  // New copies, or all of them, take their source's value, once all tables and columns exist. A
  // copy may be copied: again until nothing changes.
  void fill_copies(bool all) {
    for (bool changed = true; changed;) {
      changed = false;
      for (const Table& table : plan_.schema().tables)
        for (const Field* field : plan_.of(*table.resource).copies)
          if (all || new_copies_.contains(field)) changed = fill_copy(table, *field) || changed;
    }
  }

  bool fill_copy(const Table& table, const Field& field) {
    const std::string name = quoted_name(table.name);
    const std::string copy = quoted_name(field.column);
    const std::string reference = quoted_name(column_name(*field.denormalized_reference));
    database_.execute(fmt::format(
        "UPDATE {0} SET {1}=NULL WHERE {2} IS NULL AND {1} IS NOT NULL;"
        "UPDATE {0} AS t SET {1}=s.{3} FROM {4} s WHERE s.id=t.{2} AND t.{1} IS NOT s.{3}",
        name, copy, reference, quoted_name(column_name(*field.denormalized_source)),
        quoted_name(field.denormalized_reference->target->table)));
    Statement rows = database_.prepare("SELECT changes()");
    return rows.step() && rows.integer(0) > 0;
  }

  // Indexes contain no data of their own: one that differs is dropped and recreated.
  void update_indexes(const Table& table) {
    std::map<std::string, std::string, std::less<>> present;
    {
      Statement indexes = database_.prepare(
          "SELECT name,sql FROM sqlite_schema WHERE type='index' AND tbl_name=? AND sql NOT NULL");
      indexes.with(std::string_view{table.name});
      while (indexes.step()) present.emplace(indexes.bytes(0), indexes.bytes(1));
    }
    for (const Index& index : table.indexes) {
      const auto found = present.find(index.name);
      if (found != present.end() && found->second == definition(index)) {
        present.erase(found);
        continue;
      }
      if (found != present.end()) drop(present.extract(found).key());
      make(index, *table.resource->domain);
    }
    for (const auto& [name, sql] : present) drop(name);
  }

  void drop(const std::string& index) { database_.execute("DROP INDEX " + quoted_name(index)); }

  void make(const Index& index, const Domain& domain) {
    try {
      database_.execute(definition(index));
    } catch (const StoreError&) {
      if (!index.unique) throw;
      refuse(domain,
             fmt::format("{}({}) is declared unique and rows disagree", index.table,
                         fmt::join(index.columns, ",")),
             "clear-duplicates");
    }
  }

  // Keys made by other rules would hide records and sort them elsewhere.
  void refresh_keys(const Table& table) {
    const std::string name = "keys:" + table.name;
    const std::string keys = describe_keys(table);
    if (meta(database_, name) == keys) return;
    for (const Column& column : table.columns) {
      if (column.field == nullptr || column.name == column_name(*column.field)) continue;
      const bool is_key = column.name == key_name(*column.field);
      const std::string key =
          fmt::format("{}({})", is_key ? key_function(*column.field) : "vip_sort",
                      quoted_name(column.field->column));
      database_.execute(fmt::format("UPDATE {0} SET {1}={2} WHERE {1} IS NOT {2}",
                                    quoted_name(table.name), quoted_name(column.name), key));
    }
    set_meta(database_, name, keys);
  }

  void refresh_derived(const Resource& resource) {
    const TablePlan& table = plan_.of(resource);
    std::string hidden = "0";
    if (resource.deleted_date_field >= 0)
      hidden += " OR " + quoted_name(column_name(at(resource, resource.deleted_date_field))) +
                " IS NOT NULL";
    if (resource.deactivates() && !resource.include_parameter.empty())
      hidden +=
          " OR " + quoted_name(column_name(at(resource, resource.deactivation_field))) + " IS 1";
    if (const Omission& omission = resource.omission; omission.exists())
      hidden += fmt::format(" OR {} IS ?2", quoted_name(column_name(*omission.field)));
    Statement count = database_.prepare(fmt::format(
        "INSERT INTO counts(resource,shown,total,last) SELECT ?1,count(*) FILTER(WHERE NOT({0})),"
        "count(*),coalesce(max(seq),0) FROM {1} WHERE 1 ON CONFLICT DO UPDATE SET "
        "shown=excluded.shown,total=excluded.total",
        hidden, table.table));
    std::vector<Value> values{Value{table.path}};
    if (resource.omission.exists()) values.push_back(resource.omission.value);
    count.bind_all(values);
    count.run();
    const std::string name = "search:" + resource.table;
    const std::string search = describe_search(resource);
    if (meta(database_, name) == search) return;
    SearchIndex{database_, plan_}.rebuild(resource);
    set_meta(database_, name, search);
  }

  static const Field& at(const Resource& resource, int index) {
    return resource.fields[static_cast<std::size_t>(index)];
  }

  Database& database_;
  const StorePlan& plan_;
  Instant now_;
  std::set<const Field*> new_copies_;
};

void refuse_newer_format(Database& database) {
  // A file that has its identity alone has no format yet.
  const std::string format = meta(database, "format");
  if (!format.empty() && format != kFormat)
    throw NewerFileError{fmt::format(
        "the file was written by release {}, in format {}; this is {}, which reads format {}: run "
        "that release, or restore a backup",
        meta(database, "release"), format, kVersion, kFormat)};
}

}  // namespace

void refuse_newer_schema(Database& database, const Catalogue& catalogue) {
  refuse_newer_format(database);
  refuse_newer_migrations(database, catalogue);
}

std::string_view type_name(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "INTEGER";
    case ColumnType::blob:
      return "BLOB";
    case ColumnType::text:
      break;
  }
  return "TEXT";
}

bool bring_up_to_date(Database& writer, const StorePlan& plan, Instant now) {
  if (has_meta(writer)) {
    refuse_newer_format(writer);
    if (meta(writer, "declared") == plan.digest()) return false;
    refuse_newer_migrations(writer, plan.catalogue());
  }
  writer.execute("BEGIN IMMEDIATE");
  try {
    make_meta(writer);
    SchemaUpdate{writer, plan, now}.run();
    write_system_entries(writer, plan, now);
    write_missing_pairs(writer, plan, now);
    set_meta(writer, "format", kFormat);
    set_meta(writer, "declared", plan.digest());
    write_release(writer);
    writer.execute("COMMIT");
  } catch (...) {
    if (writer.in_transaction()) writer.execute("ROLLBACK");
    throw;
  }
  return true;
}

std::int64_t last_stamp(Database& database) {
  Statement statement = database.prepare("SELECT at FROM changes ORDER BY seq DESC LIMIT 1");
  return statement.step() ? statement.integer(0) : 0;
}

}  // namespace vip::sqlite
