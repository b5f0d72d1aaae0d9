#pragma once

#include <string>

#include "store/sql.h"

// The WHERE clause of a statement: conditions on fields and search terms. The table's alias is t.

namespace vip {

// " WHERE …", or nothing; returns whether there is one.
bool add_where(Sql& sql, const Query& query, const TablePlan& plan);

// The external id that a business gave the row; its parameter, the business, is bound immediately.
std::string external_id_expression(const TablePlan& plan, const Uuid& business, Sql& sql);

}  // namespace vip
