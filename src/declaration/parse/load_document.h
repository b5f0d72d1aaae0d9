#pragma once

#include <memory>

#include "declaration/ast/mapping.h"
#include "declaration/reader.h"

namespace vip {

// The one YAML document of a file, which is a mapping; an error at its line, and null, for anything
// else.
std::unique_ptr<const AstNode> load_document(const DeclarationFile& file, const ErrorSink& errors);

}  // namespace vip
