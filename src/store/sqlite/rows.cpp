// Reads on one connection: rows of a query, counts, single records, duplicates.

#include "store/sqlite/rows.h"

#include <algorithm>

#include "store/duplicates.h"
#include "store/keyset.h"

namespace vip::sqlite {

namespace {

// Of the texts of records that one question reads into memory.
constexpr std::size_t kMostHeld = 64 << 20;

class StatementReader : public RowReader {
 public:
  explicit StatementReader(const Query& query) {
    version_column_ = static_cast<int>(query.resource->fields.size());
  }

  Cell cell(int column) const override { return statement_->cell(column); }

 protected:
  std::optional<Statement> statement_;
};

// Returns the rows of one statement after another until the query's limit is reached.
class Cursor final : public StatementReader {
 public:
  Cursor(Database& database, std::vector<Sql> statements, const Query& query)
      : StatementReader{query},
        database_{database},
        statements_{std::move(statements)},
        left_{query.limit} {}

  bool next() override {
    while (left_ > 0) {
      if (!statement_ && !start_next()) return false;
      if (statement_->step()) {
        --left_;
        return true;
      }
      statement_.reset();
    }
    statement_.reset();
    return false;
  }

 private:
  bool start_next() {
    if (at_ == statements_.size()) return false;
    Sql& sql = statements_[at_++];
    sql.bindings[sql.bindings.size() - 2] = left_;
    statement_.emplace(database_.prepare(sql.text));
    statement_->bind_all(sql.bindings);
    return true;
  }

  Database& database_;
  std::vector<Sql> statements_;
  std::size_t at_ = 0;
  std::int64_t left_;
};

// Returns the rows of one id after another, of each as many as the query's limit at most.
//
// Why the limit is not in the statement: SQLite can limit the rows of each id only by a subquery
// for each, which takes longer. An id that has more rows than the limit is passed by with a second
// run for those after it, so that its rows are not all read.
class CursorForEach final : public StatementReader {
 public:
  CursorForEach(Database& database, const Sql& sql, const Query& query)
      : StatementReader{query},
        ids_{query.for_each->ids},
        column_{query.for_each->field->index},
        parameter_{sql.ids},
        limit_{query.limit} {
    if (ids_.empty()) return;
    statement_.emplace(database.prepare(sql.text));
    statement_->bind_all(sql.bindings);
    statement_->bind(parameter_, ids_);
  }

  bool next() override {
    while (statement_ && statement_->step()) {
      if (count_row() <= limit_) return true;
      pass_by();
    }
    statement_.reset();
    return false;
  }

 private:
  // Of the same id as the row under the cursor.
  std::int64_t count_row() {
    const std::string_view id = statement_->bytes(column_);
    while (ids_.at(at_).view() != id) {
      ++at_;
      rows_ = 0;
    }
    return ++rows_;
  }

  void pass_by() {
    rows_ = 0;
    if (++at_ == ids_.size()) return statement_.reset();
    statement_->reset();
    statement_->bind(parameter_, std::span{ids_}.subspan(at_));
  }

  std::vector<Uuid> ids_;
  std::size_t at_ = 0;  // the id of the last row
  int column_;
  int parameter_;
  std::int64_t limit_;
  std::int64_t rows_ = 0;
};

Record record_of(const Resource& resource, const RowReader& row) {
  Record record;
  read_record(record, resource, row);
  return record;
}

Statement start(Database& database, const Sql& sql) {
  Statement statement = database.prepare(sql.text);
  statement.bind_all(sql.bindings);
  return statement;
}

Count bounded(std::int64_t rows, std::int64_t bound) {
  return {std::min(rows, bound), rows <= bound};
}

}  // namespace

std::unique_ptr<RowReader> Rows::select(const Query& query) {
  std::vector<Sql> statements = select_statements(query, plan_);
  if (query.for_each) return std::make_unique<CursorForEach>(database_, statements.front(), query);
  return std::make_unique<Cursor>(database_, std::move(statements), query);
}

Count Rows::count(const Query& query, std::int64_t bound) {
  Statement statement = start(database_, count_statement(query, bound, plan_));
  statement.step();
  return bounded(statement.integer(0), bound);
}

std::int64_t Rows::collection_count(const Resource& resource, bool hidden_too) {
  Statement statement = database_.prepare("SELECT shown,total FROM counts WHERE resource=?");
  statement.with(std::string_view{plan_.of(resource).path});
  return statement.step() ? statement.integer(hidden_too ? 1 : 0) : 0;
}

std::optional<Record> Rows::find(const Resource& resource, const Uuid& id, const Uuid& business) {
  Query one;  // only the parts that a cursor needs
  one.resource = &resource;
  one.limit = 1;
  Sql sql = find_statement(plan_.of(resource), id, business);
  std::vector<Sql> statements;
  statements.push_back(std::move(sql));
  Cursor cursor{database_, std::move(statements), one};
  if (!cursor.next()) return std::nullopt;
  return record_of(resource, cursor);
}

bool Rows::exists(const Resource& resource, const Uuid& id) {
  Statement statement =
      database_.prepare("SELECT 1 FROM " + plan_.of(resource).table + " WHERE id=?");
  statement.with(id);
  return statement.step();
}

std::vector<Record> Rows::records(const Query& query) {
  std::vector<Record> records;
  const auto row = select(query);
  std::size_t held = 0;
  while (row->next()) {
    records.push_back(record_of(*query.resource, *row));
    for (const Value& value : records.back().values)
      if (const auto* text = std::get_if<std::string>(&value)) held += text->size();
    if (held > kMostHeld) throw AnswerTooLarge{};
  }
  return records;
}

std::vector<DuplicatePair> Rows::duplicates(const Resource& resource, std::int64_t limit,
                                            std::int64_t offset) {
  std::vector<DuplicatePair> pairs;
  if (resource.duplicates.empty()) return pairs;
  Statement statement = start(database_, duplicates_statement(resource, plan_, limit, offset));
  while (statement.step()) {
    DuplicatePair pair{statement.uuid(0), statement.uuid(1), {}, 0};
    const auto signs = static_cast<std::uint64_t>(statement.integer(2));
    for (std::size_t i = 0; i < resource.duplicates.size(); ++i)
      if ((signs >> i & 1U) != 0) pair.signs.push_back(static_cast<int>(i));
    pair.score = static_cast<int>(statement.integer(3));
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

Count Rows::count_duplicates(const Resource& resource, std::int64_t bound) {
  if (resource.duplicates.empty()) return {};
  Statement statement = start(database_, count_duplicates_statement(resource, plan_, bound));
  statement.step();
  return bounded(statement.integer(0), bound);
}

}  // namespace vip::sqlite
