#pragma once

// Field handles of resources in other domains, which may not be served by this process.
//
// Why: a domain can be served alone. A rule that looks into another domain then finds nothing to
// look into and leaves the check to whoever serves both.

#include <string_view>

#include "rules/rules.h"

namespace vip::domains {

inline FieldHandle field_if_served(const RuleSetup& setup, std::string_view resource,
                                   std::string_view field) {
  const Resource* found = setup.catalogue.find(resource);
  return {found == nullptr ? nullptr : &found->field(field)};
}

// Whether a value is new in this change: given at create, or altered since.
inline bool is_new(const Change& change, FieldHandle field) {
  return !change.removes() && change.after().has(field) && change.changes(field);
}

// Whether a field has another value than before, in prepare too: with what rules have set so far.
inline bool differs(const Change& change, FieldHandle field) {
  const Record& after = change.after();
  return change.before == nullptr ? after.has(field) : change.before->at(field) != after.at(field);
}

}  // namespace vip::domains
