#include "cli/admin_command.h"

#include <CLI/CLI.hpp>

namespace vip::cli {

CLI::App* add_admin_command(CLI::App& group, AdminOptions& options, Outcome& outcome,
                            const AdminCommand& command, const std::string& description,
                            const std::function<CallArguments()>& build) {
  auto* added = group.add_subcommand(command.name.substr(command.name.find(' ') + 1), description);
  add_admin_options(*added, options);
  added->callback([&options, &outcome, command, build] {
    outcome.exit_code = call(command, options, build());
  });
  return added;
}

}  // namespace vip::cli
