// Conditions and search terms as SQL.
//
// Why keys on both sides: text is compared by its comparison key, which has a column of its own, so
// that "starts with" is a range of an index and no engine's rules of case or accents matter.

#include "store/conditions.h"

#include <algorithm>
#include <bit>

#include "core/microchip.h"
#include "core/text_key.h"
#include "schema/text_keys.h"

namespace vip {

namespace {

// The operand of a condition, and the conversion of a caller's value to the same form.
class Operand {
 public:
  Operand(const Field& field, FilterOp op)
      : field_{field}, part_{op == FilterOp::starts_with || op == FilterOp::contains} {}
  std::string column() const {
    // The key of a GTIN begins with zeros that nobody types.
    if (part_ && field_.format == TextFormat::gtin) return shown_column(field_);
    const std::string column =
        field_.has_key ? "t." + quoted_name(key_name(field_)) : shown_column(field_);
    return part_ && is_postcode(field_) ? "replace(" + column + ",' ','')" : column;
  }
  Value value(const Value& given) const {
    const auto* text = std::get_if<std::string>(&given);
    if (text == nullptr || !field_.has_key) return given;
    return Value{part_ ? part_key(*text) : key_of(field_, *text)};
  }

 private:
  // Of a value that may be the beginning of one, not one itself.
  std::string part_key(const std::string& text) const {
    // Where its space stands is only known of a whole postcode.
    if (is_postcode(field_)) return compact_key(text);
    switch (field_.format) {
      case TextFormat::microchip:
        return microchip_prefix_key(text);
      case TextFormat::gtin:
        return text;
      default:
        return key_of(field_, text);
    }
  }

  const Field& field_;
  bool part_;
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

// Lists are padded to a power of two with their last value, so that few texts serve all lengths.
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

// Conditions on a list of ids test whether it contains one.
void add_list_condition(Sql& sql, const Condition& condition) {
  if (condition.op == FilterOp::ne) sql.add("NOT ");
  sql.add("EXISTS(SELECT 1 FROM json_each(t.")
      .add(quoted_name(column_name(*condition.field)))
      .add(") j WHERE j.value IN ");
  add_list(sql, list_texts(condition.values));
  sql.add(")");
}

void add_null_condition(Sql& sql, const std::string& column, const Condition& condition) {
  const auto* wanted =
      condition.values.empty() ? nullptr : std::get_if<std::int64_t>(&condition.values.front());
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
    if (condition.op == FilterOp::starts_with) {  // the expression occurs twice
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

// The owners of the children that have any of the values: for each field a range of its index.
void add_look_up(Sql& sql, const Condition& condition) {
  const Relation& relation = *condition.relation;
  sql.add("t.id IN(");
  for (const Field* field : relation.look_up) {
    const std::string& column = field->has_key ? key_name(*field) : column_name(*field);
    std::vector<Value> keys;
    for (const Value& value : condition.values)
      keys.push_back(Operand{*field, FilterOp::in}.value(value));
    if (field != relation.look_up.front()) sql.add(" UNION ALL ");
    sql.add("SELECT c.").add(quoted_name(column_name(*relation.by_field)));
    sql.add(" FROM ").add(quoted_name(relation.target->table)).add(" c WHERE c.");
    sql.add(quoted_name(column)).add(" IN ");
    add_list(sql, keys);
  }
  sql.add(")");
}

void add_condition(Sql& sql, const Condition& condition, const TablePlan& plan,
                   const Uuid& business) {
  if (condition.relation != nullptr) return add_look_up(sql, condition);
  const Field& field = *condition.field;
  if (field.role == FieldRole::external_id)
    return add_external_condition(sql, condition, plan, business);
  const Operand operand{field, condition.op};
  if (condition.op == FilterOp::is_null)
    return add_null_condition(sql, "t." + quoted_name(column_name(field)), condition);
  if (field.type == FieldType::uuid_list) return add_list_condition(sql, condition);
  std::vector<Value> values;
  values.reserve(condition.values.size());
  for (const Value& value : condition.values) values.push_back(operand.value(value));
  add_comparison(sql, operand.column(), condition.op, values);
}

// The owners of a word that begins so.
void add_owners(Sql& sql, const std::string& word, bool pii, const TablePlan& plan) {
  sql.add("SELECT w.owner FROM ").add(plan.terms_table).add(" w WHERE ");
  add_prefix(sql, "w.word", Value{word});
  if (!pii) sql.add(" AND w.personal=0");
}

void add_term(Sql& sql, const SearchTerm& term, bool pii, const TablePlan& plan) {
  sql.add("t.seq IN(");
  if (!term.joined.empty()) {
    add_owners(sql, term.joined, pii, plan);
    sql.add(" UNION ALL ");
  }
  // The longest has the fewest owners.
  std::vector<std::string> words = term.words;
  std::ranges::stable_sort(words, std::ranges::greater{}, &std::string::size);
  add_owners(sql, words.front(), pii, plan);
  for (std::size_t i = 1; i < words.size(); ++i) {
    sql.add(" AND w.owner IN(");
    add_owners(sql, words[i], pii, plan);
    sql.add(")");
  }
  sql.add(")");
}

}  // namespace

std::string external_id_expression(const TablePlan& plan, const Uuid& business, Sql& sql) {
  sql.bindings.emplace_back(business);
  return "(SELECT e.value FROM external_ids e WHERE e.resource='" + plan.path +
         "' AND e.record=t.seq AND e.business=?)";
}

// " WHERE …", or nothing; returns whether there is one.
bool add_where(Sql& sql, const Query& query, const TablePlan& plan) {
  bool any = false;
  const auto next = [&] {
    sql.add(any ? " AND " : " WHERE ");
    any = true;
  };
  if (query.for_each) {
    next();
    sql.add("t.").add(quoted_name(column_name(*query.for_each->field))).add("=i.value");
  }
  for (const Condition& condition : query.where) {
    next();
    add_condition(sql, condition, plan, query.business);
  }
  if (!query.any_of.empty()) {
    next();
    sql.add("(");
    for (std::size_t i = 0; i < query.any_of.size(); ++i) {
      if (i > 0) sql.add(" OR ");
      add_condition(sql, query.any_of[i], plan, query.business);
    }
    sql.add(")");
  }
  for (const std::string& group : query.words) {
    for (const SearchTerm& term : search_terms(group)) {
      next();
      if (plan.terms_table.empty()) {
        sql.add("0");
      } else {
        add_term(sql, term, query.personal_words, plan);
      }
    }
  }
  return any;
}

}  // namespace vip
