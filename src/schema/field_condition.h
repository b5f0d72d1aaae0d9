#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error_code.h"
#include "core/value.h"

namespace vip {

struct Field;

// What a field of a record must be for something to hold.
struct FieldCondition {
  std::string name;              // the field, as declared
  std::vector<Value> values{};   // one of these; null: it has none. Empty: any value
  const Field* field = nullptr;  // null while it is not resolved

  bool holds(const Value& value) const;
  bool admits_null() const { return holds(null_value()); }
};

// Where a field may have a value at all, and with what a value elsewhere is refused.
struct AllowedWhen {
  FieldCondition condition;
  ErrorCode code{};
  std::string detail{};  // of the refusal; empty: the title of the code
};

// "`status` is Arrived or Completed", "`amends-note-uuid` has a value".
std::string words_of(const FieldCondition& condition);

}  // namespace vip
