#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/uuid.h"
#include "core/value.h"
#include "schema/resource.h"

namespace vip {

// A field resolved once, when the rules are made; a name that does not exist stops the start.
struct FieldHandle {
  const Field* field = nullptr;
  int index() const { return field->index; }
  const std::string& name() const { return field->name; }
  const Resource& resource() const { return *field->owner; }
};

// One record of a resource, as it is or as it will be kept.
struct Record {
  const Resource* resource = nullptr;
  std::int64_t sequence = 0;  // creation order in the tenant; 0 before it is stored
  std::int64_t version = 0;   // 1 when created
  std::vector<Value> values;  // by Field::index

  const Value& at(const Field& field) const {
    return values[static_cast<std::size_t>(field.index)];
  }
  Value& at(const Field& field) { return values[static_cast<std::size_t>(field.index)]; }
  const Value& at(FieldHandle handle) const { return at(*handle.field); }
  bool has(FieldHandle handle) const { return !is_null(at(handle)); }
  Uuid id() const { return std::get<Uuid>(at(resource->id())); }
  // The value, or the type's zero when there is none.
  Uuid uuid(FieldHandle handle) const;
  std::string_view text(FieldHandle handle) const;
  std::int64_t number(FieldHandle handle) const;
  Date day(FieldHandle handle) const { return {static_cast<std::int32_t>(number(handle))}; }
  bool flag(FieldHandle handle) const { return number(handle) != 0; }
};

}  // namespace vip
