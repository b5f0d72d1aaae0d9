#pragma once

#include <string>

#include "cli/command_tree.h"

namespace vip::cli {

// The manual page vip(1), in troff's man macros.
std::string manual_page(const CommandInfo& root);

// The same as Markdown: docs/commands.md.
std::string commands_as_markdown(const CommandInfo& root);

}  // namespace vip::cli
