#pragma once

#include <string>

#include "store/sql.h"

// The part of a statement that says which rows: conditions on fields and search words. The table's
// alias is t.

namespace vip {

// " WHERE …", or nothing; says whether there is one.
bool add_where(Sql& sql, const Query& query, const TablePlan& plan);

// The external id that a business gave the row; its parameter, the business, is bound at once.
std::string external_id_expression(const TablePlan& plan, const Uuid& business, Sql& sql);

}  // namespace vip
