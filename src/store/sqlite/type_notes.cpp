#include "store/sqlite/type_notes.h"

#include <sstream>

#include "store/sqlite/meta.h"

namespace vip::sqlite {

namespace {

std::string note_of(const std::string& table) { return "types:" + table; }

}  // namespace

TypeNotes declared_types(const Table& table) {
  TypeNotes notes;
  for (const Column& column : table.columns)
    if (column.field != nullptr && column.type == ColumnType::integer)
      notes.emplace(column.name, number_meaning(column.field->type, column.field->scale));
  return notes;
}

TypeNotes noted_types(Database& database, const std::string& table) {
  TypeNotes notes;
  std::istringstream text{meta(database, note_of(table))};
  for (std::string column, type; text >> column >> type;) notes.emplace(column, type);
  return notes;
}

void note_types(Database& database, const std::string& table, const TypeNotes& notes) {
  std::string text;
  for (const auto& [column, type] : notes) text.append(column).append(" ").append(type).append(" ");
  set_meta(database, note_of(table), text);
}

}  // namespace vip::sqlite
