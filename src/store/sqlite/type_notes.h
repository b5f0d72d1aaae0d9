#pragma once

#include <map>
#include <string>

#include "store/number_meaning.h"
#include "store/schema.h"
#include "store/sqlite/database.h"

// What the numbers of a table's columns mean: a decimal of another scale, or a date-time that was a
// date, is stored in the same way and would be read wrongly. The file notes it for each table.

namespace vip::sqlite {

using TypeNotes = std::map<std::string, std::string, std::less<>>;  // column → "decimal 2"

// The columns that store numbers, as they are declared.
TypeNotes declared_types(const Table& table);
// Those that the file has noted; none for a file that has no note yet.
TypeNotes noted_types(Database& database, const std::string& table);
void note_types(Database& database, const std::string& table, const TypeNotes& notes);

}  // namespace vip::sqlite
