#pragma once

#include <optional>

#include "declaration/ast/ast.h"
#include "declaration/keyword.h"

namespace vip {

const std::vector<std::string_view>& action_keywords();

// actions/<name>.yaml into its tree; none when it is no mapping. Input and output are resources
// without a table, so that their fields mean what they mean everywhere.
std::optional<ActionAst> read_action(const DeclarationFile& file, const Domain& domain,
                                     std::vector<DeclarationError>& errors,
                                     const KeywordRegistry& registry);

}  // namespace vip
