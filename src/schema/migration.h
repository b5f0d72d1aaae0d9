#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/field.h"

// How data that an earlier release has written become those of this one, where that does not follow
// from the declarations. Independent of the engine that stores them.

namespace vip {

enum class MigrationKind : std::uint8_t {
  rename_field,
  drop_field,
  convert_field,  // to another type
  fill_field,     // records without a value get one
  replace_value,
  clear_duplicates,  // the oldest record keeps its value
  rename_resource,
  drop_resource,
};

// Names are those that hold before the step. What a tenant's data do not have (a table, a column)
// needs no change: it was declared later than they were written.
struct MigrationStep {
  // A name as the declaration has it and as the store has it: "pet-owners", "pets_pet_owners".
  struct Name {
    std::string declared, stored;
  };
  struct Type {
    FieldType type = FieldType::text;
    int scale = 0;  // of a decimal
  };

  MigrationKind kind{};
  Name resource, field;
  Name to;  // of what is renamed
  // Columns that follow from the field's own: of its key, of its order. Not those that are fields.
  std::vector<std::string> derived_suffixes;
  Type from_type, type;             // of convert_field; `type` also of fill_field
  Value from, value;                // of replace_value; `value` also of fill_field
  std::vector<std::string> beside;  // clear_duplicates: further columns that have to be equal
};

struct Migration {
  int number = 0;    // 1 is the domain's first
  std::string name;  // "0001-rename-nickname"
  std::string file;  // for messages
  std::vector<MigrationStep> steps;
};

}  // namespace vip
