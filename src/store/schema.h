#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/resource.h"

// Resource → tables and indexes, independent of the engine. A resource's table is
//
//   <table>(seq, id, version, <a column each field>, <column>_key, <column>_sort)
//
// seq is the creation order in the tenant and is never reused. Each text that is compared has its
// comparison key in another column, digits that sort as a number have their sort key. External ids
// have no column: they belong to a business and are in external_ids. Search terms of a resource and
// of the relations that it searches are in <table>_words.

namespace vip {

enum class ColumnType : std::uint8_t { integer, text, blob };

struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
  std::string constraint;        // as in the table's definition
  const Field* field = nullptr;  // whose value or key it stores; null for seq, id and version
};

struct Index {
  std::string name;
  std::string table;
  std::vector<std::string> columns;
  bool unique = false;
};

struct Table {
  std::string name;
  const Resource* resource = nullptr;
  std::vector<Column> columns;
  std::vector<Index> indexes;
};

struct Schema {
  std::vector<Table> tables;             // of resources that store rows
  std::vector<std::string> term_tables;  // <table>_words
};

Schema schema_of(const Catalogue& catalogue);

// A name quoted for SQL: a field may be called "default".
std::string quoted_name(std::string_view name);
std::string column_name(const Field& field);  // not quoted; "id" for the id
// What is read of a field, with the alias t: its column, or for a state that expires an expression.
std::string shown_column(const Field& field);
std::string key_name(const Field& field);
// The SQL function that makes a field's keys, as add_key_functions names it.
std::string_view key_function(const Field& field);
std::string sort_name(const Field& field);
bool has_column(const Field& field);  // false for external ids
ColumnType column_type(const Field& field);

// Digits such that the byte order is the numeric order: "100" after "99". Other text sorts after
// digits of its length.
std::string numeric_sort_key(std::string_view digits);

// Whether search terms of a resource are stored: of its own searched fields, or of those of a
// relation's records.
bool has_search_terms(const Resource& resource);

// Equal texts: equal search terms, and equal keys, of equal values.
std::string describe_search(const Resource& resource);
std::string describe_keys(const Table& table);

// "contact-management/contacts": how rows of shared tables name a resource.
std::string resource_path(const Resource& resource);

// Everything that determines a file's structure, as text: files with equal texts need no update.
std::string describe(const Schema& schema, const Catalogue& catalogue);

}  // namespace vip
