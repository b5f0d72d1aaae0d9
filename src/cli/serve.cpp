// `vip serve`: a server for the tenants of a data directory.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/serve_options.h"
#include "cli/setting_flags.h"

namespace vip::cli {
namespace {

constexpr auto kServeFooter =
    R"(Businesses, clients, tenants and grants are made with `vip business`, `vip client`, `vip tenant` and `vip grant`, before or
while it serves. SIGTERM ends it after what is in flight. `vip config` explains every setting.)";

struct ServeState {
  explicit ServeState(CLI::App& command) : flags{command, settings} {}
  config::Settings settings;
  SettingFlags flags;
  std::string declarations;
};

int run_serve(ServeState& state) {
  const auto errors = state.flags.load();
  for (const auto& error : errors) std::cerr << "vip: " << error << '\n';
  if (!errors.empty()) return kUsage;
  net::block_signals();
  try {
    ServeOptions options = serve_options(state.settings);
    options.declarations = state.declarations;
    ServerProcess process{options, [](std::string_view words) { std::cerr << words << '\n'; }};
    process.bind(std::nullopt);
    process.start();
    return process.serve();
  } catch (const std::invalid_argument& error) {
    std::cerr << "vip: " << error.what() << '\n';
    return kUsage;
  } catch (const std::exception& error) {
    std::cerr << "vip: " << error.what() << '\n';
    return kUnreachable;
  }
}

}  // namespace

void add_serve_command(CLI::App& app, Outcome& outcome) {
  CLI::App* command =
      app.add_subcommand("serve", "Serve the API for the tenants of a data directory");
  const auto state = std::make_shared<ServeState>(*command);
  command->add_option("--declarations", state->declarations,
                      "Directory to read the declarations from, while developing them");
  command->footer(kServeFooter);
  command->callback([state, &outcome] { outcome.exit_code = run_serve(*state); });
}

}  // namespace vip::cli
