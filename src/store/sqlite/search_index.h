#pragma once

#include "rules/record.h"
#include "store/plan.h"
#include "store/sqlite/database.h"

// The search terms of records: those of a record's own searched fields, and those of its relations'
// records, which are found as terms of the parent.

namespace vip::sqlite {

class SearchIndex {
 public:
  SearchIndex(Database& database, const StorePlan& plan) : database_{database}, plan_{plan} {}

  void add(
      const Record& record);  // as its own terms, and as terms of every parent that searches it
  void remove(const Record& record);
  void change(const Record& before, const Record& after);
  void rebuild(const Resource& resource);  // all terms of a resource, from the existing rows

 private:
  struct Source {
    const std::string& table;  // of terms, quoted
    std::int64_t owner;
    const std::vector<const Field*>& fields;
  };
  void add_terms(const Source& source, const Record& record);
  void add_to_parent(const SearchedBy& searched, const Record& child);
  void remove_from(const std::string& table, const Record& record);

  Database& database_;
  const StorePlan& plan_;
};

}  // namespace vip::sqlite
