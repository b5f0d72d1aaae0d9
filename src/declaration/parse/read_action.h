#pragma once

#include <optional>

#include "declaration/ast/ast.h"

namespace vip {

const std::vector<std::string_view>& action_keywords();

// actions/<name>.yaml into a draft; none when it is no YAML mapping. Input and output are drafts of
// resources without a table, so that their fields mean what they mean everywhere.
std::optional<ActionAst> read_action(const DeclarationFile& file, const Domain& domain,
                                     std::vector<DeclarationError>& errors);

}  // namespace vip
