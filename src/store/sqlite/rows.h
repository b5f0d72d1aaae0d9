#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/plan.h"
#include "store/sql.h"
#include "store/sqlite/database.h"
#include "store/store.h"

// The reads of a session on one connection. Reading and writing sessions share it.

namespace vip::sqlite {

class Rows {
 public:
  Rows(Database& database, const StorePlan& plan) : database_{database}, plan_{plan} {}

  std::unique_ptr<RowReader> select(const Query& query);
  Count count(const Query& query, std::int64_t bound);
  std::int64_t collection_count(const Resource& resource, bool hidden_too);
  std::optional<Record> find(const Resource& resource, const Uuid& id, const Uuid& business);
  bool exists(const Resource& resource, const Uuid& id);
  std::vector<Record> records(const Query& query);
  std::vector<DuplicatePair> duplicates(const Resource& resource, std::int64_t limit,
                                        std::int64_t offset);
  Count count_duplicates(const Resource& resource, std::int64_t bound);

  Database& database() { return database_; }
  const Database& database() const { return database_; }
  const StorePlan& plan() const { return plan_; }

 private:
  Database& database_;
  const StorePlan& plan_;
};

// A session of either kind: implements the reading half of its interface with Rows.
template <class Session>
class Reading : public Session {
 public:
  Reading(Database& database, const StorePlan& plan) : rows_{database, plan} {}

  std::unique_ptr<RowReader> select(const Query& query) override { return rows_.select(query); }
  Count count(const Query& query, std::int64_t bound) override { return rows_.count(query, bound); }
  std::int64_t collection_count(const Resource& resource, bool hidden_too) override {
    return rows_.collection_count(resource, hidden_too);
  }
  std::optional<Record> find(const Resource& resource, const Uuid& id,
                             const Uuid& business) override {
    return rows_.find(resource, id, business);
  }
  bool exists(const Resource& resource, const Uuid& id) override {
    return rows_.exists(resource, id);
  }
  std::vector<Record> records(const Query& query) override { return rows_.records(query); }
  std::vector<DuplicatePair> duplicates(const Resource& resource, std::int64_t limit,
                                        std::int64_t offset) override {
    return rows_.duplicates(resource, limit, offset);
  }
  Count count_duplicates(const Resource& resource, std::int64_t bound) override {
    return rows_.count_duplicates(resource, bound);
  }

 protected:
  Rows rows_;
};

using SqliteReadSession = Reading<ReadSession>;

}  // namespace vip::sqlite
