// The command line as a whole: every command adds itself, one of them runs.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "cli/command_tree.h"
#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/protection.h"
#include "core/text.h"
#include "vip_version.h"

namespace vip::cli {
namespace {

constexpr auto kRunNotes =
    R"(`vip COMMAND --help` explains a command. Commands that administer work while a server runs on the
same data directory, and while none does. They say on the standard error output which directory they
use: that of --data, else of VIP_DATA, else of `data` in the file of --config or VIP_CONFIG, else var.
Only `vip init` and `vip sandbox` make one.)";

std::string root_notes() {
  std::string text = kRunNotes;
  text += "\n\nExit codes:";
  for (const auto& [code, meaning] : kExitCodes)
    text.append("\n  ").append(std::to_string(code)).append("  ").append(meaning);
  return text;
}

using AddCommand = void (*)(CLI::App&, Outcome&);

// The command that was reached: `create` of `vip client create`.
const CLI::App& deepest_of(const CLI::App& app) {
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
  return *deepest;
}

std::string unless_empty(const std::string& before, std::string_view name,
                         const std::string& after) {
  return name.empty() ? std::string{} : before + std::string{name} + after;
}

std::string explain_unknown_flag(const CommandInfo& command, const std::string& word) {
  const auto flag = word.substr(0, word.find('='));
  std::vector<std::string_view> names;
  for (const auto& known : command.flags) names.emplace_back(known.name);
  return command.path + " has no flag " + flag + "." +
         unless_empty(" Did you mean ", nearest(flag, names), "?");
}

std::string explain_unknown_command(const CommandInfo& command, const std::string& word) {
  std::vector<std::string_view> names;
  for (const auto& known : command.commands) names.emplace_back(known.name);
  std::string text = command.path + " has no command " + word + ".";
  if (const auto near = nearest(word, names); !near.empty())
    return text + " Did you mean " + std::string{near} + "?";
  text += " There are:";
  for (const auto& name : names) text.append(" ").append(name);
  return text;
}

std::string explain_missing_command(const CommandInfo& command) {
  std::string text = command.path + " wants a command:";
  for (const auto& known : command.commands) text.append(" ").append(known.name);
  return text;
}

// CLI11's words name neither the command nor, when something is missing, what stands there instead.
std::string explain(const CLI::App& app, const CLI::ParseError& stop) {
  const CLI::App& deepest = deepest_of(app);
  const CommandInfo command = command_tree(deepest);
  const auto unknown = deepest.remaining();
  for (const std::string& word : unknown)
    if (word.starts_with("-") && word.size() > 1) return explain_unknown_flag(command, word);
  if (!command.commands.empty())
    return unknown.empty() ? explain_missing_command(command)
                           : explain_unknown_command(command, unknown.front());
  if (!unknown.empty() && dynamic_cast<const CLI::ExtrasError*>(&stop) != nullptr)
    return command.path + " does not take the word " + unknown.front() +
           ". It is used as: " + command.synopsis();
  if (dynamic_cast<const CLI::RequiredError*>(&stop) != nullptr)
    return std::string{stop.what()} + ": " + command.synopsis();
  // "--environment: takes sandbox or production" reads better as a sentence.
  std::string text = stop.what();
  if (const auto at = text.find(": takes "); at != std::string::npos) text.erase(at, 1);
  return text;
}

class TreeFormatter final : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const override {
    return help_text(command_tree(*app));
  }
};

}  // namespace

int run(int argc, char** argv) {
  keep_standard_descriptors();
  CLI::App app{"vip: a Veterinary Integration Platform", "vip"};
  app.formatter(std::make_shared<TreeFormatter>());
  app.set_help_flag("-h,--help", "Explain the command");
  app.set_version_flag("--version", "vip " + std::string{kVersion}, "Print the version");
  app.require_subcommand(1);
  describe(app, root_notes(),
           {{"vip sandbox", "a demo practice to try the API on"},
            {"vip init", "a data directory for an installation"},
            {"vip business create \"Acme Reminders\"", "an integrator"},
            {"vip client create --business \"Acme Reminders\" --name main", ""},
            {"vip client --help", "what else can be done with clients"}});
  Outcome outcome;
#define VIP_ADD_COMMAND(name) &add_##name##_command,
  for (const AddCommand add : {VIP_COMMANDS(VIP_ADD_COMMAND)}) add(app, outcome);
#undef VIP_ADD_COMMAND
  if (argc == 1) {
    std::cerr << app.help();
    return kUsage;
  }
  try {
    auto words = spread_lists(app, {argv + 1, argv + argc});
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    app.parse(std::move(words));
  } catch (const CLI::ParseError& stop) {
    // Help and version end here too, with code 0.
    if (stop.get_exit_code() == 0) return app.exit(stop, std::cout, std::cerr);
    std::cerr << "vip: " << explain(app, stop) << "\nRun `" << command_tree(deepest_of(app)).path
              << " --help` for more.\n";
    return kUsage;
  } catch (const std::exception& error) {
    std::cerr << "vip: " << error.what() << '\n';
    return kUnreachable;
  }
  return outcome.exit_code;
}

}  // namespace vip::cli
