#pragma once

#include <string>
#include <vector>

#include "core/value.h"
#include "schema/field.h"

// The records that a value names: by a reference field, by the ids of a list, by members of objects
// and of entries of arrays, however deep.

namespace vip {

struct NamedRecord {
  const Field* reference = nullptr;  // the field itself, or the member that names it
  Uuid id;
  std::string below;  // from the field on, as a JSON Pointer: "", "/2", "/0/invoice-uuid"
};

std::vector<NamedRecord> records_named_by(const Field& field, const Value& value);

// A field and all its members and items, however deep, that refer to other records.
std::vector<const Field*> references_of(const Field& field);

}  // namespace vip
