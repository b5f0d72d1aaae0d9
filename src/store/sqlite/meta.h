#pragma once

#include <string>
#include <string_view>

#include "store/sqlite/database.h"

// The facts that a tenant's file has about itself: the table meta.

namespace vip::sqlite {

bool table_exists(Database& database, std::string_view name);
inline bool has_meta(Database& database) { return table_exists(database, "meta"); }
void make_meta(Database& database);                           // if it is not there
std::string meta(Database& database, std::string_view name);  // empty if it is not there
void set_meta(Database& database, std::string_view name, std::string_view value);

}  // namespace vip::sqlite
