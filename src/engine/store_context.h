#pragma once

#include "rules/rules.h"

namespace vip {

// What constraints may do besides while a record is stored: change others of its resource without
// their rules. Each gets a version and a change record of its own, like any other.
class StoreContext : public RuleContext {
 public:
  virtual void overwrite(const Record& before, Record after) = 0;
};

}  // namespace vip
