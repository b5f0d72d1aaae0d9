#pragma once

#include <string>
#include <vector>

#include "core/value.h"

namespace vip {

struct Field;

// What a field of a record must be for something to hold.
struct FieldCondition {
  const Field* field = nullptr;
  std::vector<Value> values{};  // one of these; null: it has none. Empty: any value

  bool holds(const Value& value) const;
  bool admits_null() const { return holds(null_value()); }
};

// "`status` is Arrived or Completed", "`amends-note-uuid` has a value".
std::string to_string(const FieldCondition& condition);

}  // namespace vip
