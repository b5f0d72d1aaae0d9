#pragma once

#include <functional>
#include <string>

#include "cli/admin_call.h"
#include "cli/commands.h"

namespace vip::cli {

// Adds a command of a group (`create` of `vip client`) that calls the administration command of
// the same name with the arguments that `build` makes once the command line is read.
CLI::App* add_admin_command(CLI::App& group, AdminOptions& options, Outcome& outcome,
                            const AdminCommand& command, const std::string& description,
                            const std::function<CallArguments()>& build);

}  // namespace vip::cli
