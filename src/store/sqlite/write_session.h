#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/sqlite/rows.h"
#include "store/sqlite/search_index.h"

// Writes of one job, on the writer's connection and inside its savepoint.

namespace vip::sqlite {

class SqliteWriteSession final : public Reading<WriteSession> {
 public:
  SqliteWriteSession(Database& database, const StorePlan& plan, Instant stamp)
      : Reading{database, plan}, search_index_{database, plan}, stamp_{stamp} {}

  Instant stamp() const override { return stamp_; }
  void insert(Record& record, const WriteOrigin& origin) override;
  void update(const Record& before, Record& after, const WriteOrigin& origin) override;
  void erase(const Record& before, const WriteOrigin& origin) override;
  std::int64_t next_number(const Resource& resource, const Field& field) override;

 private:
  // The changes that this write has made to a record so far: a write gives a record one version and
  // one entry of the change log, however often its effects change the record again.
  struct Touched {
    std::int64_t entry = 0;  // in the change log
    std::int64_t version = 1;
    bool created = false;
    std::vector<const Field*> changed{};   // of an update
    std::vector<const Relation*> parts{};  // whose records have changed
  };

  const TablePlan& plan(const Resource& resource) const { return rows_.plan().of(resource); }
  Database& database() { return rows_.database(); }

  void take_copies(Record& record);
  void check_conflicts(const Record& record, const Record* before, const Uuid& business);
  bool taken(const Resource& resource, const std::vector<const Field*>& fields,
             const Record& record);
  void check_external_id(const Record& record, const Uuid& business);

  std::int64_t next_sequence(const TablePlan& table, bool shown);
  void insert_row(const TablePlan& table, const Record& record);
  void update_row(const TablePlan& table, const Record& after,
                  const std::vector<const Field*>& changed);
  void write_external_id(const Record& record, const Uuid& business);
  void add_counts(const TablePlan& table, std::int64_t shown, std::int64_t total);
  void update_dependents(const Record& after, const std::vector<const Field*>& changed,
                         const WriteOrigin& origin);
  // What a record is part of changes with it.
  void touch_owners(const Record& record, const WriteOrigin& origin);
  void touch(const PartOf& owner, const Uuid& id, const WriteOrigin& origin);
  void erase_children(const Record& parent, const WriteOrigin& origin);
  // Inserts the records of cross joins with this record (cross_join.cpp).
  void insert_pairs(const Record& record, const WriteOrigin& origin);
  void erase_pairs(const Record& record, const WriteOrigin& origin);
  // Returns the entry's number.
  std::int64_t log(const Resource& resource, const Uuid& id, std::int64_t version,
                   std::string_view operation, const Value& fields, const WriteOrigin& origin);
  void log_again(Touched& touched, const std::vector<const Field*>& changed);
  void rewrite_entry(const Touched& touched);

  SearchIndex search_index_;
  Instant stamp_;
  std::map<std::pair<const Resource*, Uuid>, Touched> touched_;
  std::vector<Uuid> erasing_;  // records whose parts go with them
};

}  // namespace vip::sqlite
