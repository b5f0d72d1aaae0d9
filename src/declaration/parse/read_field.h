#pragma once

#include <string>

#include "declaration/ast/ast.h"
#include "schema/field.h"

namespace vip {

// A field as its own words describe it, and the notes that resolving needs. Whatever is invalid is
// reported and left at its default, so that the rest can still be checked.
struct ReadField {
  Field field;
  SourceMap notes;
};

ReadField read_field(const Mapping::Word& declared, const ErrorSink& errors);

}  // namespace vip
