// `vip config`: what every setting is, and who set it.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/setting_flags.h"
#include "core/json.h"

namespace vip::cli {
namespace {

constexpr auto kConfigNotes =
    R"(A setting is given by a flag (--token-lifetime 1h), by an environment variable
(VIP_TOKEN_LIFETIME=1h) or in the file (token-lifetime: 1h). The first of these that is there wins.)";

struct ConfigState {
  config::Settings settings;
  SettingFlags flags{settings};
  bool json = false;
  bool markdown = false;
};

std::string value_of(const config::SettingBase& setting) {
  return setting.secret() && !setting.text().empty() ? "********" : setting.text();
}

void print_json(ConfigState& state) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object();
  for (const auto* setting : state.settings.all()) {
    writer.key(setting->name()).begin_object().key("value").string(value_of(*setting));
    writer.key("origin").string(config::to_string(setting->origin()));
    writer.key("default").string(setting->default_text()).end_object();
  }
  writer.end_object();
  std::cout << text << '\n';
}

void print_text(ConfigState& state) {
  for (const auto* setting : state.settings.all()) {
    std::cout << "# " << setting->meaning() << "\n# Accepted: " << setting->accepted() << ".\n"
              << setting->name() << ": " << value_of(*setting) << "  # "
              << config::to_string(setting->origin()) << "\n\n";
  }
}

int run_config(ConfigState& state) {
  if (state.markdown) {
    std::cout << config::as_markdown(state.settings);
    return kDone;
  }
  const auto errors = state.flags.load();
  for (const auto& error : errors) std::cerr << "vip: " << error << '\n';
  if (!errors.empty()) return kUsage;
  if (state.json) {
    print_json(state);
  } else {
    print_text(state);
  }
  return kDone;
}

}  // namespace

void add_config_command(CLI::App& app, Outcome& outcome) {
  auto* command =
      app.add_subcommand("config", "Show every setting, its value and who set it")->group(kServing);
  const auto state = std::make_shared<ConfigState>();
  state->flags.add_to(*command);
  command->add_flag("--json", state->json, "Print JSON");
  command->add_flag("--markdown", state->markdown, "Print the documentation of the settings");
  describe(*command, kConfigNotes,
           {{"vip config", ""}, {"vip config --token-lifetime 1h --json", ""}});
  command->callback([state, &outcome] { outcome.exit_code = run_config(*state); });
}

}  // namespace vip::cli
