// The command line as a whole: every command adds itself, one of them runs.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "core/text.h"
#include "vip_version.h"

namespace vip::cli {
namespace {

constexpr auto kRunFooter = R"(
Examples:
  vip sandbox                                  a demo practice to try the API on
  vip business create "Acme Reminders"         an integrator
  vip client create --business "Acme Reminders" --name main
  vip client --help                            what else can be done with clients

Commands that change something work while a server runs on the same --data, and when none does.
Exit codes: 0 done, 1 refused, 2 wrong command line, 3 the data directory cannot be had.)";

using AddCommand = void (*)(CLI::App&, Outcome&);

// The command that was reached: `create` of `vip client create`.
const CLI::App& deepest_of(const CLI::App& app) {
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
  return *deepest;
}

std::string path_of(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  return parent == nullptr ? "vip" : path_of(*parent) + " " + command.get_name();
}

std::string explain_unknown_flag(const CLI::App& command, const std::string& flag) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    if (!option->get_lnames().empty()) names.push_back("--" + option->get_lnames().front());
  const auto nearest = vip::nearest(flag.substr(0, flag.find('=')), {names.begin(), names.end()});
  return "There is no flag " + flag + " here." +
         (nearest.empty() ? "" : " Did you mean " + std::string{nearest} + "?");
}

// The library says that a command is missing also when one stands there that it does not know.
std::string explain(const CLI::App& app, const CLI::ParseError& stop) {
  const CLI::App& deepest = deepest_of(app);
  const auto unknown = deepest.remaining();
  for (const std::string& word : unknown)
    if (word.starts_with("--")) return explain_unknown_flag(deepest, word);
  const auto known = deepest.get_subcommands([](const CLI::App*) { return true; });
  if (unknown.empty() || known.empty()) return stop.what();
  std::vector<std::string> names;
  for (const auto* command : known) names.push_back(command->get_name());
  const auto nearest = vip::nearest(unknown.front(), {names.begin(), names.end()});
  std::string text = "There is no such command.";
  if (!nearest.empty()) return text + " Did you mean " + std::string{nearest} + "?";
  text += " There are:";
  for (const auto& name : names) text += " " + name;
  return text;
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{"vip: a Veterinary Integration Platform", "vip"};
  app.set_version_flag("--version", "vip " + std::string{kVersion});
  app.require_subcommand(1);
  app.footer(kRunFooter);
  app.get_formatter()->column_width(44);
  Outcome outcome;
#define VIP_ADD_COMMAND(name) &add_##name##_command,
  for (const AddCommand add : {VIP_COMMANDS(VIP_ADD_COMMAND)}) add(app, outcome);
#undef VIP_ADD_COMMAND
  if (argc == 1) {
    std::cerr << app.help();
    return kUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    // Help and version end here too, with code 0.
    if (stop.get_exit_code() == 0) return app.exit(stop, std::cout, std::cerr);
    std::cerr << "vip: " << explain(app, stop) << "\nRun `" << path_of(deepest_of(app))
              << " --help` for more.\n";
    return kUsage;
  } catch (const std::exception& error) {
    std::cerr << "vip: " << error.what() << '\n';
    return kUnreachable;
  }
  return outcome.exit_code;
}

}  // namespace vip::cli
