// `vip serve`: a server for the tenants of a data directory.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/serve_options.h"
#include "cli/setting_flags.h"

namespace vip::cli {
namespace {

constexpr auto kServeNotes =
    R"(The data directory is one that `vip init` or `vip sandbox` made. Businesses, clients, tenants and
grants are added with `vip business`, `vip client`, `vip tenant` and `vip grant`, before or while it
serves. SIGTERM or Ctrl-C stops it once the requests in flight are answered; SIGHUP opens the log file
again and reloads what can change without a restart. `vip config` explains every setting.)";

struct ServeState {
  config::Settings settings;
  SettingFlags flags{settings};
  std::string declarations;
};

int run_serve(ServeState& state) {
  const auto errors = state.flags.load();
  for (const auto& error : errors) std::cerr << "vip: " << error << '\n';
  if (!errors.empty()) return kUsage;
  net::block_signals();
  try {
    ServeOptions options = serve_options(state.settings);
    options.data = chosen_data_directory(state.settings, state.flags);
    options.declarations = state.declarations;
    ServerProcess process{options, [](std::string_view words) { std::cerr << words << '\n'; }};
    process.bind(std::nullopt);
    process.start();
    return process.serve(reading_again(state.flags, state.settings));
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
      app.add_subcommand("serve", "Serve the API for the tenants of a data directory")
          ->group(kServing);
  const auto state = std::make_shared<ServeState>();
  state->flags.add_to(*command);
  add_value(*command, "--declarations", state->declarations, "DIR",
            "Directory to read the declarations from, while developing them");
  describe(
      *command, kServeNotes,
      {{"vip serve --data var --listen 127.0.0.1:8080 --base-url https://api.example.com", ""}});
  command->callback([state, &outcome] { outcome.exit_code = run_serve(*state); });
}

}  // namespace vip::cli
