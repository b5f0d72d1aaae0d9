#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "rules/record.h"
#include "schema/resource.h"
#include "store/schema.h"

// Per resource, the data that sessions need for every query; derived once from the declarations.

namespace vip {

// A field of another resource that copies a field of this one.
struct Dependent {
  const Resource* resource = nullptr;
  const Field* field = nullptr;
};

// A resource whose search includes records of this one.
struct SearchedBy {
  const Resource* parent = nullptr;
  const Relation* relation = nullptr;
};

// A resource whose records this one's are part of: a change here is a change there.
struct PartOf {
  const Resource* owner = nullptr;
  const Relation* relation = nullptr;
};

// A resource with a record for each pair of a record of this one and one of another.
struct PairedWith {
  const Resource* resource = nullptr;
  const Field* own = nullptr;    // its field that refers to this resource
  const Field* other = nullptr;  // its field that refers to the other
};

struct TablePlan {
  const Resource* resource = nullptr;
  std::string path;         // "contact-management/contacts"
  std::string table;        // quoted
  std::string terms_table;  // quoted; empty when nothing is searched
  std::string columns;      // of a select, before and after the external id
  std::string columns_after;
  std::string insert;  // the statement: seq, version, then the columns of `kept`
  std::vector<const Field*> searched;
  std::vector<SearchedBy> searched_by;
  std::vector<PartOf> part_of;
  std::string touch;  // the statement that gives a record a version for a change of its parts
  std::vector<const Field*> copies;
  std::vector<int> modified_at;  // fields with the time of the last change
  std::vector<Dependent> dependents;
  std::vector<PairedWith> paired_with;
  std::unordered_map<const Field*, std::string> indexes;  // of one field alone; quoted
  bool hides(const Record& record) const;
};

class StorePlan {
 public:
  explicit StorePlan(const Catalogue& catalogue);  // the catalogue outlives the plan

  const TablePlan& of(const Resource& resource) const { return plans_.at(&resource); }
  const Catalogue& catalogue() const { return *catalogue_; }
  const Schema& schema() const { return schema_; }
  // Covers everything that determines a file's structure and system entries: files with an equal
  // digest need no update.
  const std::string& digest() const { return digest_; }

 private:
  void connect(const Resource& resource);
  void name_indexes(const Table& table);

  const Catalogue* catalogue_;
  Schema schema_;
  std::string digest_;
  std::unordered_map<const Resource*, TablePlan> plans_;
};

// The columns that store a field, and their contents: the value, its comparison key, its sort key.
std::vector<std::string> kept_columns(const Field& field);
void append_kept(std::vector<Value>& out, const Field& field, const Value& value);

}  // namespace vip
