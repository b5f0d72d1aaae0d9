#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "core/time.h"
#include "core/uuid.h"

namespace vip {

// A stored field value: absent, a number, a UUID or text. The field's type defines the meaning of
// the number: an integer, a boolean (0, 1), a decimal scaled by the field's scale, milliseconds
// (date-time), days (date), minutes (time). Lists and objects are stored as compact JSON text.
using Value = std::variant<std::monostate, std::int64_t, Uuid, std::string>;

inline bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }
inline Value null_value() { return Value{}; }
inline Value to_value(Date date) { return Value{std::int64_t{date.days}}; }
// For a boolean, stored as 0 or 1; null is not true.
inline bool is_true(const Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return number != nullptr && *number != 0;
}

}  // namespace vip
