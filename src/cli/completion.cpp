// `vip completion`, and the hidden command that the shells' scripts ask.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command_tree.h"
#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/declare.h"

namespace vip::cli {

void add_completion_command(CLI::App& app, Outcome& outcome) {
  const auto shell = std::make_shared<std::string>();
  auto* command = app.add_subcommand("completion",
                                     "Print the script by which a shell completes "
                                     "commands and flags")
                      ->group(kHelp);
  add_choice(*command, "shell", *shell, {"bash", "zsh", "fish"}, "The shell: bash, zsh or fish")
      ->required();
  describe(*command, "Load it in the shell's start file, or install it where the shell looks.",
           {{"vip completion bash > vip.bash", "then: source vip.bash"},
            {"vip completion zsh > _vip", "into a folder of $fpath"},
            {"vip completion fish > vip.fish", "into ~/.config/fish/completions"}});
  command->callback([shell, &outcome] {
    std::cout << completion_script(*shell);
    outcome.exit_code = kDone;
  });

  const auto words = std::make_shared<std::vector<std::string>>();
  auto* hidden = app.add_subcommand("__complete", "")->group("");
  hidden->add_option("words", *words, "");
  hidden->callback([words, &app, &outcome] {
    std::cout << to_lines(complete(command_tree(app), *words));
    outcome.exit_code = kDone;
  });
}

}  // namespace vip::cli
