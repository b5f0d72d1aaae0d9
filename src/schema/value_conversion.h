#pragma once

#include <optional>

#include "schema/migration.h"

namespace vip {

// Whether every value of a type has exactly one of another: a whole number as a decimal, a number
// as text, one reference as a list.
bool is_convertible(const MigrationStep::Type& from, const MigrationStep::Type& to);

// A value that is not null, in the other type. None if the number becomes too large.
std::optional<Value> converted(const Value& value, const MigrationStep::Type& from,
                               const MigrationStep::Type& to);

}  // namespace vip
