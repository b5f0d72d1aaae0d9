#pragma once

#include <string>

#include "declaration/ast/ast.h"
#include "declaration/keyword.h"
#include "schema/field.h"

namespace vip {

// A field as its own keywords describe it, and what resolving needs beside it. Whatever is invalid
// is reported and left at its default, so that the rest can still be checked.
struct ReadField {
  Field field;
  FieldAst ast;
};

ReadField read_field(const Mapping::Entry& declared, const ErrorSink& errors,
                     const KeywordRegistry& registry);

}  // namespace vip
