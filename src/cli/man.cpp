// `vip man`: the manual page.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command_tree.h"
#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/manual.h"

namespace vip::cli {

void add_man_command(CLI::App& app, Outcome& outcome) {
  const auto markdown = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("man", "Print the manual page of all commands")->group(kHelp);
  command->add_flag("--markdown", *markdown, "Print it as Markdown, for docs/commands.md");
  describe(*command, "", {{"vip man > vip.1", "then: man -l vip.1"}});
  command->callback([markdown, &app, &outcome] {
    const auto tree = command_tree(app);
    std::cout << (*markdown ? commands_as_markdown(tree) : manual_page(tree));
    outcome.exit_code = kDone;
  });
}

}  // namespace vip::cli
