#pragma once

#include "store/query.h"

namespace vip {

// What is asked for beyond what lists show by default (docs/contract.md 6).
struct AlsoShown {
  bool hidden = false;   // deactivated, archived and deleted records
  bool omitted = false;  // those that the resource's declaration omits, such as cancelled ones
};

// Adds the conditions that leave out the rest.
void add_default_conditions(Query& query, const AlsoShown& also);

}  // namespace vip
