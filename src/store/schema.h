#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/resource.h"

// Resource → tables and indexes, in words that every engine knows. A resource's table is
//
//   <table>(seq, id, version, <a column each field>, <column>_key, <column>_sort)
//
// seq is the creation order in the tenant and never given twice. Beside each text that is compared
// stands its comparison key, beside digits that sort as a number their sort key. External ids have
// no column: they belong to a business and stand in external_ids. Search words of a resource and of
// the relations it searches stand in <table>_words.

namespace vip {

enum class ColumnType : std::uint8_t { integer, text, blob };

struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
  std::string constraint;        // as it stands in the table's definition
  const Field* field = nullptr;  // whose value or key it holds; null for seq, id and version
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
  std::vector<Table> tables;             // of resources that keep rows
  std::vector<std::string> word_tables;  // <table>_words
};

Schema schema_of(const Catalogue& catalogue);

// Names as they stand in SQL, quoted: a field may be called "default".
std::string quoted_name(std::string_view name);
std::string column_name(const Field& field);  // not quoted; "id" for the id
std::string key_name(const Field& field);
std::string sort_name(const Field& field);
bool has_column(const Field& field);  // false for external ids
ColumnType column_type(const Field& field);

// Digits such that the order of bytes is the order of the numbers: "100" after "99". Other text
// sorts after digits of its length.
std::string numeric_sort_key(std::string_view digits);

// What words of a resource are kept for: own searched fields, or those of a relation's records.
bool keeps_words(const Resource& resource);

std::string describe_search(const Resource& resource);  // equal texts: equal words

// "contact-management/contacts": how rows that belong to no table of their own name a resource.
std::string resource_path(const Resource& resource);

// Everything that a file's structure follows from, as text: two equal ones need no bringing up to
// date.
std::string describe(const Schema& schema, const Catalogue& catalogue);

}  // namespace vip
