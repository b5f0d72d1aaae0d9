#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/value.h"
#include "store/plan.h"
#include "store/query.h"

// Query → SQL. The text depends only on the query's shape, never on its values, so that prepared
// statements are found again by it.

namespace vip {

struct Sql {
  std::string text;
  std::vector<Value> bindings;
  int ids = 0;  // the parameter, from 1, for those of Query::for_each; 0: there is none

  Sql& add(std::string_view part) {
    text += part;
    return *this;
  }
  Sql& bind(Value value) {
    text += '?';
    bindings.push_back(std::move(value));
    return *this;
  }
};

// The statements that return a query's rows one after another, each in order; usually one, after a
// keyset one for each way in which a row can be later. The last two bindings of each are its limit
// and its offset; for each of several ids there are none.
std::vector<Sql> select_statements(const Query& query, const StorePlan& plan);

// Counts rows up to `bound` + 1.
Sql count_statement(const Query& query, std::int64_t bound, const StorePlan& plan);

// One record by id, in the columns of a select.
Sql find_statement(const TablePlan& plan, const Uuid& id, const Uuid& business);

}  // namespace vip
