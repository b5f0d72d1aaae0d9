// Orders and pages as SQL.
//
// Why a query after a keyset is several statements: "later than (a, b, seq)" is one OR of cases,
// and an OR defeats every index. Each case alone (equal so far, then later; or equal so far, then
// null) is a range of an index, the cases never overlap, and one after the other they are in order.
// So each row occurs exactly once, nulls and ties included.

#include "store/sql.h"

#include <algorithm>
#include <limits>

#include "schema/text_keys.h"
#include "store/conditions.h"

namespace vip {

namespace {

bool shows_external_id(const TablePlan& plan, const Uuid& business) {
  return plan.resource->external_id_field >= 0 && !business.is_nil();
}

// SELECT … FROM …: the columns that a RowReader provides.
void add_columns(Sql& sql, const TablePlan& plan, const Uuid& business) {
  sql.add("SELECT ").add(plan.columns);
  if (plan.resource->external_id_field >= 0)
    sql.add(shows_external_id(plan, business) ? external_id_expression(plan, business, sql)
                                              : "NULL");
  sql.add(plan.columns_after).add(" FROM ").add(plan.table).add(" t");
}

// One sort field: the columns that it sorts by, and the last row's values in them.
struct Term {
  std::vector<std::string> columns;
  std::vector<Value> last;
  bool descending = false;
  bool nullable = false;
  bool external = false;  // its one column is an expression with the business as parameter
};

Term term_of(const Order& order, const Value* last, const TablePlan& plan) {
  const Field& field = *order.field;
  Term term;
  term.descending = order.descending;
  term.nullable = field.nullable || field.role == FieldRole::external_id;
  if (field.role == FieldRole::external_id) {
    Sql unused;
    term.external = true;
    term.columns = {external_id_expression(plan, {}, unused)};
    if (last != nullptr) term.last = {*last};
    return term;
  }
  const auto* text = last == nullptr ? nullptr : std::get_if<std::string>(last);
  if (field.sort_numeric || field.has_key) {
    term.columns.push_back("t." +
                           quoted_name(field.sort_numeric ? sort_name(field) : key_name(field)));
    if (last != nullptr)
      term.last.push_back(text == nullptr      ? Value{}
                          : field.sort_numeric ? Value{numeric_sort_key(*text)}
                                               : Value{key_of(field, *text)});
  }
  term.columns.push_back("t." + quoted_name(column_name(field)));
  if (last != nullptr) term.last.push_back(*last);
  return term;
}

// Enough rows to detect that there are more than the bound.
std::int64_t one_more(std::int64_t bound) {
  return bound == std::numeric_limits<std::int64_t>::max() ? bound : bound + 1;
}

class Walk {
 public:
  Walk(const Query& query, const TablePlan& plan) : query_{query}, plan_{plan} {
    for (std::size_t i = 0; i < query.order.size(); ++i)
      terms_.push_back(
          term_of(query.order[i], query.after ? &query.after->values.at(i) : nullptr, plan));
  }

  std::vector<Sql> statements() {
    std::vector<Sql> all;
    if (!query_.after) {
      Sql sql = start();
      add_where(sql, query_, plan_);
      finish(sql, 0, false);
      all.push_back(std::move(sql));
      return all;
    }
    all.push_back(equal_statement());
    for (std::size_t depth = terms_.size(); depth-- > 0;) {
      const Term& term = terms_[depth];
      if (vip::is_null(term.last.back())) continue;  // nulls are last: nothing is later
      all.push_back(later_statement(depth, false));
      if (term.nullable) all.push_back(later_statement(depth, true));
    }
    return all;
  }

 private:
  Sql start() const {
    Sql sql;
    sql.text.reserve(1024);
    if (query_.for_each) {
      add_columns_for_each(sql);
    } else {
      add_columns(sql, plan_, query_.business);
    }
    return sql;
  }

  // The ids are the outer loop of a join that is not reordered, so that one text serves any number
  // of them, and each is looked up as if it was the only one. The external id is joined too: a
  // subquery would begin anew for each row.
  void add_columns_for_each(Sql& sql) const {
    const bool external = shows_external_id(plan_, query_.business);
    sql.add("SELECT ").add(plan_.columns);
    if (plan_.resource->external_id_field >= 0) sql.add(external ? "e.value" : "NULL");
    sql.add(plan_.columns_after).add(" FROM carray(").bind({}).add(") i CROSS JOIN ");
    sql.ids = static_cast<int>(sql.bindings.size());
    sql.add(plan_.table).add(" t");
    if (const auto* index = index_of_ids()) sql.add(" INDEXED BY ").add(*index);
    if (!external) return;
    sql.add(" LEFT JOIN external_ids e ON e.resource='").add(plan_.path);
    sql.add("' AND e.record=t.seq AND e.business=").bind(query_.business);
  }

  const std::string* index_of_ids() const {
    const auto found = plan_.indexes.find(query_.for_each->field);
    return found == plan_.indexes.end() ? nullptr : &found->second;
  }

  // The order of the loops: ids as they are given, then the entries of an index of the ids alone,
  // which are in the order of creation. SQLite would sort the rows again, since it knows of
  // neither.
  bool loops_are_in_order() const {
    return query_.for_each && terms_.empty() &&
           (query_.for_each->field->role == FieldRole::id || index_of_ids() != nullptr);
  }

  void add_term(Sql& sql, const Term& term, bool as_row) const {
    if (term.external) sql.bindings.emplace_back(query_.business);
    if (as_row && term.columns.size() > 1) sql.add("(");
    for (std::size_t i = 0; i < term.columns.size(); ++i)
      sql.add(i > 0 ? "," : "").add(term.columns[i]);
    if (as_row && term.columns.size() > 1) sql.add(")");
  }

  void add_equal(Sql& sql, const Term& term) const {
    for (std::size_t i = 0; i < term.columns.size(); ++i) {
      if (i > 0) sql.add(" AND ");
      if (term.external) sql.bindings.emplace_back(query_.business);
      sql.add(term.columns[i]);
      if (vip::is_null(term.last[i])) {
        sql.add(" IS NULL");
      } else {
        sql.add("=").bind(term.last[i]);
      }
    }
  }

  void add_later(Sql& sql, const Term& term) const {
    add_term(sql, term, true);
    sql.add(term.descending ? "<" : ">");
    if (term.columns.size() > 1) sql.add("(");
    for (std::size_t i = 0; i < term.last.size(); ++i) {
      if (i > 0) sql.add(",");
      sql.bind(term.last[i]);
    }
    if (term.columns.size() > 1) sql.add(")");
  }

  void add_equal_up_to(Sql& sql, std::size_t depth, bool any) const {
    for (std::size_t i = 0; i < depth; ++i) {
      sql.add(any || i > 0 ? " AND " : " WHERE ");
      add_equal(sql, terms_[i]);
    }
  }

  Sql equal_statement() const {
    Sql sql = start();
    const bool any = add_where(sql, query_, plan_);
    add_equal_up_to(sql, terms_.size(), any);
    sql.add(any || !terms_.empty() ? " AND " : " WHERE ").add("t.seq>");
    sql.bind(query_.after->sequence);
    finish(sql, terms_.size(), false);
    return sql;
  }

  // Rows that are equal in the terms before `depth` and later in it: by value, or because it is
  // null.
  Sql later_statement(std::size_t depth, bool null) const {
    Sql sql = start();
    const bool any = add_where(sql, query_, plan_);
    add_equal_up_to(sql, depth, any);
    sql.add(any || depth > 0 ? " AND " : " WHERE ");
    if (null) {
      if (terms_[depth].external) sql.bindings.emplace_back(query_.business);
      sql.add(terms_[depth].columns.back()).add(" IS NULL");
    } else {
      add_later(sql, terms_[depth]);
    }
    finish(sql, null ? depth + 1 : depth, !null);
    return sql;
  }

  // Order by the terms from `first` on (those before are constant), then by creation; limit and
  // offset.
  void finish(Sql& sql, std::size_t first, bool first_has_values) const {
    if (loops_are_in_order()) return;
    sql.add(query_.for_each ? " ORDER BY i.rowid," : " ORDER BY ");
    for (std::size_t i = first; i < terms_.size(); ++i) {
      const Term& term = terms_[i];
      for (std::size_t c = 0; c < term.columns.size(); ++c) {
        if (term.external) sql.bindings.emplace_back(query_.business);
        sql.add(term.columns[c]);
        if (term.descending) sql.add(" DESC");  // DESC sorts nulls last by default
        const bool nulls = term.nullable && !(first_has_values && i == first);
        if (nulls && c == 0 && !term.descending) sql.add(" NULLS LAST");
        sql.add(",");
      }
    }
    sql.add("t.seq");
    if (query_.for_each) return;  // the reader limits the rows of each
    sql.add(" LIMIT ").bind(query_.limit).add(" OFFSET ").bind(query_.offset);
  }

  const Query& query_;
  const TablePlan& plan_;
  std::vector<Term> terms_;
};

}  // namespace

std::vector<Sql> select_statements(const Query& query, const StorePlan& plan) {
  return Walk{query, plan.of(*query.resource)}.statements();
}

Sql count_statement(const Query& query, std::int64_t bound, const StorePlan& plan) {
  const TablePlan& table = plan.of(*query.resource);
  Sql sql;
  sql.add("SELECT count(*) FROM(SELECT 1 FROM ").add(table.table).add(" t");
  add_where(sql, query, table);
  sql.add(" LIMIT ").bind(one_more(bound)).add(")");
  return sql;
}

Sql find_statement(const TablePlan& plan, const Uuid& id, const Uuid& business) {
  Sql sql;
  add_columns(sql, plan, business);
  sql.add(" WHERE t.id=").bind(id);
  sql.add(" LIMIT ").bind(std::int64_t{1}).add(" OFFSET ").bind(std::int64_t{0});
  return sql;
}

}  // namespace vip
