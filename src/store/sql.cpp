// Conditions, orders and pages as SQL.
//
// Why a walk after a keyset is several statements: "later than (a, b, seq)" is one OR of cases, and an OR defeats every
// index. Each case alone (equal so far, then later; or equal so far, then null) is a range of an index, the cases never
// overlap, and one after the other they are in order. So each row comes exactly once, nulls and ties included.

#include "store/sql.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "core/text.h"

namespace vip {

namespace {

std::string external_id_expression(const TablePlan& plan, const Uuid& business, Sql& sql) {
  sql.bindings.emplace_back(business);
  return "(SELECT e.value FROM external_ids e WHERE e.resource='" + plan.path +
         "' AND e.record=t.seq AND e.business=?)";
}

// What a condition compares, and how a caller's value is brought to the same form.
class Operand {
 public:
  explicit Operand(const Field& field) : field_{field} {}
  std::string column() const {
    return "t." + quoted(field_.has_key ? key_name(field_) : column_name(field_));
  }
  Value value(const Value& given) const {
    const auto* text = std::get_if<std::string>(&given);
    return text != nullptr && field_.has_key ? Value{comparison_key(*text)} : given;
  }

 private:
  const Field& field_;
};

std::string_view comparison(FilterOp op) {
  switch (op) {
    case FilterOp::lt:
      return "<";
    case FilterOp::lte:
      return "<=";
    case FilterOp::gt:
      return ">";
    case FilterOp::gte:
      return ">=";
    case FilterOp::ne:
      return " IS NOT ";  // a record without value is not equal to any
    case FilterOp::eq:
    case FilterOp::in:
    case FilterOp::starts_with:
    case FilterOp::contains:
    case FilterOp::is_null:
      break;
  }
  return "=";
}

// Lists are filled up to a power of two with their last value, so that few texts serve all lengths.
void add_list(Sql& sql, const std::vector<Value>& values) {
  const std::size_t count = std::bit_ceil(std::max<std::size_t>(values.size(), 1));
  sql.add("(");
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) sql.add(",");
    sql.bind(values.empty() ? Value{} : values[std::min(i, values.size() - 1)]);
  }
  sql.add(")");
}

void add_prefix(Sql& sql, const std::string& column, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  std::string prefix = text == nullptr ? std::string{} : *text;
  sql.add(column).add(">=").bind(prefix);
  sql.add(" AND ").add(column).add("<").bind(std::move(prefix) + "\xF4\x8F\xBF\xBF");  // U+10FFFF
}

std::vector<Value> list_texts(const std::vector<Value>& values) {
  std::vector<Value> texts;
  for (const Value& value : values) {
    const auto* id = std::get_if<Uuid>(&value);
    texts.push_back(id == nullptr ? value : Value{to_string(*id)});
  }
  return texts;
}

// Conditions on a list of ids ask whether it contains one.
void add_list_condition(Sql& sql, const Condition& condition) {
  if (condition.op == FilterOp::ne) sql.add("NOT ");
  sql.add("EXISTS(SELECT 1 FROM json_each(t.")
      .add(quoted(column_name(*condition.field)))
      .add(") j WHERE j.value IN ");
  add_list(sql, list_texts(condition.values));
  sql.add(")");
}

void add_null_condition(Sql& sql, const std::string& column, const Condition& condition) {
  const auto* wanted = condition.values.empty()
                           ? nullptr
                           : std::get_if<std::int64_t>(&condition.values.front());
  sql.add(column).add(wanted != nullptr && *wanted == 0 ? " IS NOT NULL" : " IS NULL");
}

void add_comparison(Sql& sql, const std::string& column, FilterOp op,
                    const std::vector<Value>& values) {
  const Value first = values.empty() ? Value{} : values.front();
  if (op == FilterOp::in) {
    sql.add(column).add(" IN ");
    add_list(sql, values);
  } else if (op == FilterOp::starts_with) {
    add_prefix(sql, column, first);
  } else if (op == FilterOp::contains) {
    sql.add("instr(").add(column).add(",").bind(first).add(")>0");
  } else {
    sql.add(column).add(comparison(op)).bind(first);
  }
}

// External ids are compared as they are; by value they are found in their own index.
void add_external_condition(Sql& sql, const Condition& condition, const TablePlan& plan,
                            const Uuid& business) {
  const bool by_value = condition.op == FilterOp::eq || condition.op == FilterOp::in;
  if (!by_value) {
    const std::string expression = external_id_expression(plan, business, sql);
    if (condition.op == FilterOp::is_null) return add_null_condition(sql, expression, condition);
    if (condition.op == FilterOp::starts_with) {  // the expression stands twice
      Sql again;
      const std::string second = external_id_expression(plan, business, again);
      sql.add(expression).add(">=").bind(condition.values.front()).add(" AND ").add(second);
      sql.bindings.emplace_back(business);
      const auto* text = std::get_if<std::string>(&condition.values.front());
      sql.add("<").bind((text == nullptr ? std::string{} : *text) + "\xF4\x8F\xBF\xBF");
      return;
    }
    return add_comparison(sql, expression, condition.op, condition.values);
  }
  sql.add("t.seq IN(SELECT e.record FROM external_ids e WHERE e.resource='")
      .add(plan.path)
      .add("' AND e.business=")
      .bind(business)
      .add(" AND ");
  add_comparison(sql, "e.value", condition.op, condition.values);
  sql.add(")");
}

void add_condition(Sql& sql, const Condition& condition, const TablePlan& plan,
                   const Uuid& business) {
  const Field& field = *condition.field;
  if (field.role == FieldRole::external_id)
    return add_external_condition(sql, condition, plan, business);
  const Operand operand{field};
  if (condition.op == FilterOp::is_null)
    return add_null_condition(sql, "t." + quoted(column_name(field)), condition);
  if (field.type == FieldType::uuid_list) return add_list_condition(sql, condition);
  std::vector<Value> values;
  values.reserve(condition.values.size());
  for (const Value& value : condition.values) values.push_back(operand.value(value));
  add_comparison(sql, operand.column(), condition.op, values);
}

void add_word(Sql& sql, const std::string& word, bool personal, const TablePlan& plan) {
  sql.add("t.seq IN(SELECT w.owner FROM ").add(plan.words_table).add(" w WHERE ");
  add_prefix(sql, "w.word", Value{word});
  if (!personal) sql.add(" AND w.personal=0");
  sql.add(")");
}

// " WHERE …", or nothing; says whether there is one.
bool add_where(Sql& sql, const Query& query, const TablePlan& plan) {
  bool any = false;
  const auto next = [&] {
    sql.add(any ? " AND " : " WHERE ");
    any = true;
  };
  for (const Condition& condition : query.where) {
    next();
    add_condition(sql, condition, plan, query.business);
  }
  for (const std::string& word : query.words) {
    next();
    if (plan.words_table.empty()) {
      sql.add("0");
    } else {
      add_word(sql, word, query.personal_words, plan);
    }
  }
  return any;
}

// One sort field: the columns that it sorts by, and the last row's values of them.
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
    term.columns.push_back("t." + quoted(field.sort_numeric ? sort_name(field) : key_name(field)));
    if (last != nullptr)
      term.last.push_back(text == nullptr       ? Value{}
                          : field.sort_numeric ? Value{numeric_sort_key(*text)}
                                               : Value{comparison_key(*text)});
  }
  term.columns.push_back("t." + quoted(column_name(field)));
  if (last != nullptr) term.last.push_back(*last);
  return term;
}

// Enough rows to see that there are more than the bound.
std::int64_t one_more(std::int64_t bound) {
  return bound == std::numeric_limits<std::int64_t>::max() ? bound : bound + 1;
}

class Walk {
 public:
  Walk(const Query& query, const TablePlan& plan) : query_{query}, plan_{plan} {
    for (std::size_t i = 0; i < query.order.size(); ++i)
      terms_.push_back(term_of(query.order[i],
                               query.after ? &query.after->values.at(i) : nullptr, plan));
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
      if (vip::is_null(term.last.back())) continue;  // nulls are last: nothing comes later
      all.push_back(later_statement(depth, false));
      if (term.nullable) all.push_back(later_statement(depth, true));
    }
    return all;
  }

 private:
  Sql start() const {
    Sql sql;
    sql.text.reserve(1024);
    sql.add("SELECT ").add(plan_.columns);
    if (plan_.resource->external_id_field >= 0) {
      if (query_.business.is_nil()) {
        sql.add("NULL");
      } else {
        const std::string expression = external_id_expression(plan_, query_.business, sql);
        sql.add(expression);
      }
    }
    return std::move(sql.add(plan_.columns_after).add(" FROM ").add(plan_.table).add(" t"));
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

  // Rows equal in the terms before `depth` and later in it: by value, or for having none.
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

  // Order by the terms from `first` on (those before are constant), then by creation; limit and offset.
  void finish(Sql& sql, std::size_t first, bool first_has_values) const {
    sql.add(" ORDER BY ");
    for (std::size_t i = first; i < terms_.size(); ++i) {
      const Term& term = terms_[i];
      for (std::size_t c = 0; c < term.columns.size(); ++c) {
        if (term.external) sql.bindings.emplace_back(query_.business);
        sql.add(term.columns[c]);
        if (term.descending) sql.add(" DESC");  // where the engine has nulls last by itself
        const bool nulls = term.nullable && !(first_has_values && i == first);
        if (nulls && c == 0 && !term.descending) sql.add(" NULLS LAST");
        sql.add(",");
      }
    }
    sql.add("t.seq LIMIT ").bind(query_.limit).add(" OFFSET ").bind(query_.offset);
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
  sql.add("SELECT ").add(plan.columns);
  if (plan.resource->external_id_field >= 0) {
    if (business.is_nil()) {
      sql.add("NULL");
    } else {
      const std::string expression = external_id_expression(plan, business, sql);
      sql.add(expression);
    }
  }
  sql.add(plan.columns_after).add(" FROM ").add(plan.table).add(" t WHERE t.id=").bind(id);
  sql.add(" LIMIT ").bind(std::int64_t{1}).add(" OFFSET ").bind(std::int64_t{0});
  return sql;
}

}  // namespace vip
