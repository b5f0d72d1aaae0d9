// Tables and indexes that the declarations require.
//
// Why indexes are created only for fields that a declaration marks as indexed: an index that no
// common query needs slows every write. Each index ends with seq implicitly, since seq is the key
// of every table.

#include "store/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "core/text_key.h"
#include "schema/expiring_state.h"
#include "schema/migration.h"
#include "schema/text_keys.h"
#include "store/number_meaning.h"

namespace vip {

namespace {

constexpr int kFormat = 2;  // format of the tables that belong to no resource

void add_column(Table& table, Column column) {
  const bool taken = std::ranges::any_of(
      table.columns, [&](const Column& other) { return other.name == column.name; });
  if (taken)
    throw std::logic_error{
        fmt::format("{}: two columns would be called {}; another field name is needed",
                    table.resource->file, column.name)};
  table.columns.push_back(std::move(column));
}

void add_index(Table& table, std::string_view suffix, std::vector<std::string> columns,
               bool unique) {
  // An index that begins another, longer index would only be written, never chosen.
  const auto same = [&](const Index& other) { return other.columns == columns; };
  const auto found = std::ranges::find_if(table.indexes, same);
  if (found != table.indexes.end()) {
    found->unique = found->unique || unique;
    return;
  }
  table.indexes.push_back({fmt::format("{}_{}_{}", table.name, suffix, unique ? "unique" : "index"),
                           table.name, std::move(columns), unique});
}

void add_field(Table& table, const Field& field) {
  if (field.role == FieldRole::id || !has_column(field)) return;
  add_column(table, {column_name(field), column_type(field), {}, &field});
  if (field.has_key) add_column(table, {key_name(field), ColumnType::text, {}, &field});
  if (field.sort_numeric) add_column(table, {sort_name(field), ColumnType::text, {}, &field});
}

void index_field(Table& table, const Field& field) {
  if (field.role == FieldRole::id || !has_column(field)) return;
  const std::string name = column_name(field);
  if (field.unique || field.role == FieldRole::legacy_id) add_index(table, name, {name}, true);
  if (!field.indexed) return;
  if (field.has_key) {
    add_index(table, name + "_key", {key_name(field), name}, false);
  } else if (!field.sort_numeric) {
    add_index(table, name, {name}, false);
  }
  if (field.sort_numeric) add_index(table, name + "_sort", {sort_name(field), name}, false);
}

Table table_of(const Resource& resource) {
  Table table{resource.table, &resource, {}, {}};
  add_column(table, {"seq", ColumnType::integer, "PRIMARY KEY", nullptr});
  add_column(table, {"id", ColumnType::blob, "NOT NULL UNIQUE CHECK(length(id) = 16)", nullptr});
  add_column(table, {"version", ColumnType::integer, "NOT NULL", nullptr});
  for (const Field& field : resource.fields) add_field(table, field);
  if (resource.parent_field >= 0)
    add_index(table, "parent",
              {column_name(resource.fields[static_cast<std::size_t>(resource.parent_field)])},
              false);
  for (const Field& field : resource.fields) index_field(table, field);
  const auto add_together = [&](const auto& all, const std::string& suffix, bool unique) {
    int number = 0;
    for (const auto& together : all) {
      std::vector<std::string> columns;
      for (const Field* field : together.fields) columns.push_back(column_name(*field));
      add_index(table, suffix + std::to_string(++number), std::move(columns), unique);
    }
  };
  add_together(resource.unique_together, "together", true);
  add_together(resource.indexed_together, "beside", false);
  return table;
}

std::string describe(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
  if (const auto* text = std::get_if<std::string>(&value)) return fmt::format("'{}'", *text);
  if (const auto* id = std::get_if<Uuid>(&value)) return to_string(*id);
  return "null";
}

// Search terms, counts and system entries.
void describe(std::string& text, const Resource& resource) {
  text += fmt::format("search {} {}\n", resource.table, describe_search(resource));
  text += fmt::format("hidden by {} {} {}\n", resource.deactivation_field,
                      resource.deleted_date_field, resource.include_parameter);
  if (resource.omission.exists())
    text += fmt::format("omitted when {} {}\n", resource.omission.field->column,
                        describe(resource.omission.value));
  for (const Field* field : resource.for_each_pair)
    text += fmt::format("for each {} {}\n", field->column, resource_path(*field->target));
  for (const SystemEntry& entry : resource.system_entries) {
    text += fmt::format("entry {}", to_string(entry.id));
    for (const auto& [index, value] : entry.values)
      text += fmt::format(" {}={}", resource.fields[static_cast<std::size_t>(index)].column,
                          describe(value));
    text += '\n';
  }
}

}  // namespace

std::string quoted_name(std::string_view name) { return fmt::format("\"{}\"", name); }

std::string shown_column(const Field& field) {
  std::string column = "t." + quoted_name(column_name(field));
  const auto* expiring = constraint_of<ExpiringState>(field);
  if (expiring == nullptr) return column;
  std::string states;
  for (const std::string& state : expiring->from)
    states.append(states.empty() ? "'" : ",'").append(state).append("'");
  return fmt::format("CASE WHEN {0} IN({1}) AND t.{2}<vip_today() THEN '{3}' ELSE {0} END", column,
                     states, quoted_name(column_name(*expiring->day)), expiring->to);
}

std::string column_name(const Field& field) {
  return field.role == FieldRole::id ? "id" : field.column;
}

std::string key_name(const Field& field) { return field.column + "_key"; }

std::string_view key_function(const Field& field) {
  if (is_postcode(field)) return "vip_postcode_key";
  switch (field.format) {
    case TextFormat::phone:
      return "vip_phone_key";
    case TextFormat::email:
      return "vip_email_key";
    case TextFormat::microchip:
      return "vip_microchip_key";
    case TextFormat::gtin:
      return "vip_gtin_key";
    default:
      return "vip_key";
  }
}

std::string number_meaning(FieldType type, int scale) {
  switch (type) {
    case FieldType::decimal:
      return fmt::format("decimal{}", scale);
    case FieldType::boolean:
      return "boolean";
    case FieldType::date:
      return "date";
    case FieldType::date_time:
      return "date-time";
    case FieldType::time_of_day:
      return "time";
    default:
      break;
  }
  return "integer";
}

std::string sort_name(const Field& field) { return field.column + "_sort"; }
bool has_column(const Field& field) { return field.role != FieldRole::external_id; }

ColumnType column_type(const Field& field) {
  switch (field.type) {
    case FieldType::uuid:
      return ColumnType::blob;
    case FieldType::text:
    case FieldType::enumeration:
    case FieldType::uuid_list:
    case FieldType::object:
      return ColumnType::text;
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::boolean:
    case FieldType::date:
    case FieldType::date_time:
    case FieldType::time_of_day:
      return ColumnType::integer;
  }
  return ColumnType::text;
}

std::string numeric_sort_key(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  const std::string_view significant =
      first == std::string_view::npos ? std::string_view{} : digits.substr(first);
  return fmt::format("{:03}{}", significant.size(), significant);
}

bool has_search_terms(const Resource& resource) {
  return std::ranges::any_of(resource.fields, [](const Field& field) { return field.searched; }) ||
         std::ranges::any_of(resource.relations,
                             [](const Relation& relation) { return !relation.searched.empty(); });
}

std::string describe_search(const Resource& resource) {
  std::string text = text_keys_version() + " ";
  for (const Field& field : resource.fields)
    if (field.searched) text += fmt::format("{}:{} ", field.column, field.pii ? 1 : 0);
  for (const Relation& relation : resource.relations)
    for (const Field* field : relation.searched)
      text += fmt::format("{}.{}:{} ", relation.name, field->column, field->pii ? 1 : 0);
  return text;
}

std::string describe_keys(const Table& table) {
  std::string text = text_keys_version();
  for (const Column& column : table.columns)
    if (column.field != nullptr && column.name == key_name(*column.field))
      text += fmt::format(" {}:{}", column.name, key_function(*column.field));
  return text;
}

std::string resource_path(const Resource& resource) {
  return resource.domain == nullptr ? resource.name : resource.domain->name + "/" + resource.name;
}

Schema schema_of(const Catalogue& catalogue) {
  Schema schema;
  for (const auto& domain : catalogue.domains)
    for (const auto& resource : domain->resources) {
      schema.tables.push_back(table_of(*resource));
      if (has_search_terms(*resource)) schema.term_tables.push_back(resource->table + "_words");
    }
  return schema;
}

std::string describe(const Schema& schema, const Catalogue& catalogue) {
  std::string text = fmt::format("format {}\n", kFormat);
  for (const Table& table : schema.tables) {
    text += fmt::format("table {}\n", table.name);
    for (const Column& column : table.columns)
      text += fmt::format("  {} {} {} {}\n", column.name, static_cast<int>(column.type),
                          column.constraint,
                          column.field == nullptr || column.type != ColumnType::integer
                              ? std::string{}
                              : number_meaning(column.field->type, column.field->scale));
    text += fmt::format("  keys {}\n", describe_keys(table));
    for (const Index& index : table.indexes)
      text += fmt::format("  index {} {} {}\n", index.name, index.unique ? "unique" : "",
                          fmt::join(index.columns, ","));
  }
  for (const auto& domain : catalogue.domains) {
    if (!domain->migrations.empty())
      text += fmt::format("migrations {} {}\n", domain->name, domain->migrations.size());
    for (const auto& resource : domain->resources) describe(text, *resource);
  }
  return text;
}

}  // namespace vip
