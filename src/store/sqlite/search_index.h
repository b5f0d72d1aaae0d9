#pragma once

#include "rules/record.h"
#include "store/plan.h"
#include "store/sqlite/database.h"

// The search words of records: those of a record's own searched fields, and those of its relations'
// records, which are found as words of the parent.

namespace vip::sqlite {

class Words {
 public:
  Words(Database& database, const StorePlan& plan) : database_{database}, plan_{plan} {}

  void add(
      const Record& record);  // as its own words, and as words of every parent that searches it
  void remove(const Record& record);
  void change(const Record& before, const Record& after);
  void rebuild(const Resource& resource);  // all words of a resource, from the rows that are there

 private:
  struct Source {
    const std::string& table;  // of words, quoted
    std::int64_t owner;
    const std::vector<const Field*>& fields;
  };
  void add_words(const Source& source, const Record& record);
  void add_to_parent(const SearchedBy& searched, const Record& child);
  void remove_from(const std::string& table, const Record& record);

  Database& database_;
  const StorePlan& plan_;
};

}  // namespace vip::sqlite
