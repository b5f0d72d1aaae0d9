// Pairs of likely duplicates.
//
// Why each sign is first collected into a list of (record, values) and then joined with itself: the
// join is then on plain columns whatever the fields' tables are, and the engine indexes the list
// for it, so the cost grows with the records and their matches, not with their square. Of many that
// are alike, such as all clients whom a practice gave its own e-mail address, each is paired with
// the oldest only: their pairs would be a square, too.

#include "store/duplicates.h"

#include <fmt/format.h>

#include <limits>
#include <stdexcept>

#include "schema/duplicates.h"
#include "schema/text_keys.h"

namespace vip {

namespace {

constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();
constexpr int kMostAlike = 100;        // of which each is paired with each
constexpr std::size_t kMostSigns = 8;  // each combination has a line in the statement

struct SignField {
  const Relation* relation = nullptr;  // null: the record's own field
  const Field* field = nullptr;
};

const Field* field_named(const Resource& resource, std::string_view name) {
  for (const Field& field : resource.fields)
    if (field.name == name) return &field;
  throw std::logic_error{fmt::format("{}: duplicates name {}, which is not a field of {}",
                                     resource.file, name, resource.name)};
}

SignField resolve(const Resource& resource, const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return {nullptr, field_named(resource, name)};
  for (const Relation& relation : resource.relations)
    if (relation.name == name.substr(0, dot) && relation.target != nullptr)
      return {&relation, field_named(*relation.target, name.substr(dot + 1))};
  throw std::logic_error{
      fmt::format("{}: duplicates name {}, which is not a relation", resource.file, name)};
}

// Plain texts are names, which people write in several ways.
std::string compared_value(const std::string& alias, const Field& field) {
  if (!field.has_key) return alias + "." + quoted_name(column_name(field));
  const std::string key = alias + "." + quoted_name(key_name(field));
  return field.format == TextFormat::none && !is_postcode(field) ? "vip_name_key(" + key + ")"
                                                                 : key;
}

// SELECT seq, v0, v1 … of the records that have all values of a sign.
std::string values_of_sign(const Resource& resource, const DuplicateSign& sign) {
  std::string columns = "t.seq AS seq";
  std::string tables = quoted_name(resource.table) + " t";
  std::string where;
  std::vector<const Relation*> joined;
  int number = 0;
  for (const std::string& name : sign.fields) {
    const SignField part = resolve(resource, name);
    std::string alias = "t";
    if (part.relation != nullptr) {
      std::size_t at = 0;
      while (at < joined.size() && joined[at] != part.relation) ++at;
      alias = fmt::format("r{}", at);
      if (at == joined.size()) {
        joined.push_back(part.relation);
        tables +=
            fmt::format(" JOIN {} {} ON {}.{}=t.id", quoted_name(part.relation->target->table),
                        alias, alias, quoted_name(column_name(*part.relation->by_field)));
      }
    }
    const std::string column = compared_value(alias, *part.field);
    columns += fmt::format(",{} AS v{}", column, number++);
    where += fmt::format("{}{} IS NOT NULL", where.empty() ? "" : " AND ", column);
  }
  if (resource.deactivates())
    where += fmt::format(
        " AND t.{}=0",
        quoted_name(
            column_name(resource.fields[static_cast<std::size_t>(resource.deactivation_field)])));
  return fmt::format("SELECT {} FROM {} WHERE {}", columns, tables, where);
}

// WITH s0 AS …, pairs(first, second, signs) AS …
std::string pairs_text(const Resource& resource) {
  if (resource.duplicates.size() > kMostSigns)
    throw std::logic_error{
        fmt::format("{}: at most {} signs of duplicates", resource.file, kMostSigns)};
  std::string lists;
  std::string unions;
  for (std::size_t i = 0; i < resource.duplicates.size(); ++i) {
    const DuplicateSign& sign = resource.duplicates[i];
    std::string equal;
    std::string values;
    for (std::size_t f = 0; f < sign.fields.size(); ++f) {
      equal += fmt::format("a.v{}=b.v{} AND ", f, f);
      values += fmt::format("{}v{}", f == 0 ? "" : ",", f);
    }
    lists += fmt::format(
        "s{} AS MATERIALIZED(SELECT seq,{},count(*) OVER(PARTITION BY {}) AS alike,"
        "row_number() OVER(PARTITION BY {} ORDER BY seq) AS place FROM({})),",
        i, values, values, values, values_of_sign(resource, sign));
    unions += fmt::format(
        "{}SELECT DISTINCT a.seq AS older,b.seq AS newer,{} AS sign FROM s{} a JOIN s{} b"
        " ON {}a.seq<b.seq AND (a.alike<={} OR a.place=1)",
        i == 0 ? "" : " UNION ", 1U << i, i, i, equal, kMostAlike);
  }
  return fmt::format(
      "WITH {}pairs AS(SELECT older,newer,sum(sign) AS signs FROM({}) GROUP BY older,newer)", lists,
      unions);
}

std::string score_text(const Resource& resource) {
  std::string text = "CASE signs";
  for (std::uint64_t signs = 1; signs < (1ULL << resource.duplicates.size()); ++signs)
    text += fmt::format(" WHEN {} THEN {}", signs, combined_score(resource, signs));
  return text + " END";
}

}  // namespace

Sql duplicates_statement(const Resource& resource, const StorePlan& plan, std::int64_t limit,
                         std::int64_t offset) {
  const std::string& table = plan.of(resource).table;
  Sql sql;
  sql.add(pairs_text(resource))
      .add(fmt::format(
          " SELECT a.id,b.id,p.signs,{} AS score FROM pairs p JOIN {} a ON a.seq=p.older"
          " JOIN {} b ON b.seq=p.newer ORDER BY score DESC,p.older,p.newer LIMIT ",
          score_text(resource), table, table))
      .bind(limit)
      .add(" OFFSET ")
      .bind(offset);
  return sql;
}

Sql count_duplicates_statement(const Resource& resource, const StorePlan& /*plan*/,
                               std::int64_t bound) {
  Sql sql;
  sql.add(pairs_text(resource)).add(" SELECT count(*) FROM(SELECT 1 FROM pairs LIMIT ");
  return std::move(sql.bind(bound < kAll ? bound + 1 : bound).add(")"));
}

}  // namespace vip
