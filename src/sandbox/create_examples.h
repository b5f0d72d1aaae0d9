#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "sandbox/practice.h"
#include "schema/example_source.h"
#include "store/query.h"

namespace vip::sandbox {

// Looks for bodies of creates that the practice accepts.
//
// A record that exists shows which values go together. Its body is tried; what the rules object to
// is left out where it may be, else another value takes its place: another record, a later day, a
// text that nobody has. So no rule has to be known here.
class CreateExamples {
 public:
  CreateExamples(const Loading& loading, const Tenant& tenant)
      : loading_{loading}, tenant_{tenant} {}

  // None: no variation of any record was accepted.
  std::optional<ExampleCall> find(const Resource& resource);
  // Records of a resource that are in use, the newest first: some, and some with certain values.
  const std::vector<Record>& records(const Resource& resource);
  std::vector<Record> select(const Resource& resource, std::vector<Condition> where) const;

 private:
  struct Trial;
  std::optional<ExampleCall> vary(const Resource& resource, const Record& pattern);
  json::Node body_like(const Resource& resource, const Record& pattern);
  std::optional<std::vector<FieldError>> refusals(const Resource& resource, const ParentKey& parent,
                                                  const json::Node& body);
  bool mend(Trial& trial, const std::vector<FieldError>& errors);
  bool mend_field(Trial& trial, const Field& field);
  static bool move_days(Trial& trial);
  bool name_another(Trial& trial, const Field& field);
  std::string fresh_text(const Field& field, std::string_view like);

  const Loading& loading_;
  const Tenant& tenant_;
  std::map<const Resource*, std::vector<Record>> records_;
  std::int64_t fresh_ = 0;  // texts that were made
};

}  // namespace vip::sandbox
