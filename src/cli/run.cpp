// The command line as a whole: every command adds itself, one of them runs.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "vip_version.h"

namespace vip::cli {
namespace {

constexpr auto kFooter = R"(
Examples:
  vip sandbox                                  a made-up practice to try the API on
  vip business create "Acme Reminders"         an integrator
  vip client create --business "Acme Reminders" --name main
  vip client --help                            what else can be done with clients

Commands that change something work while a server runs on the same --data, and when none does.
Exit codes: 0 done, 1 refused, 2 wrong command line, 3 the data directory cannot be had.)";

using AddCommand = void (*)(CLI::App&, Outcome&);

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{"vip: a Veterinary Integration Platform"};
  app.set_version_flag("--version", "vip " + std::string{kVersion});
  app.require_subcommand(1);
  app.footer(kFooter);
  app.get_formatter()->column_width(44);
  Outcome outcome;
#define VIP_ADD_COMMAND(name) &add_##name##_command,
  for (const AddCommand add : {VIP_COMMANDS(VIP_ADD_COMMAND)}) add(app, outcome);
#undef VIP_ADD_COMMAND
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    // Help and version end here too, with code 0.
    return app.exit(stop, std::cout, std::cerr) == 0 ? kDone : kUsage;
  } catch (const std::exception& fault) {
    std::cerr << "vip: " << fault.what() << '\n';
    return kUnreachable;
  }
  return outcome.exit_code;
}

}  // namespace vip::cli
