// Flags follow from the settings' declarations: none is written twice.

#include "cli/setting_flags.h"

#include <CLI/CLI.hpp>

namespace vip::cli {

SettingFlags::SettingFlags(CLI::App& command, config::Settings& settings)
    : settings_{settings}, given_{std::make_shared<Given>()} {
  command
      .add_option_function<std::string>(
          "--config", [given = given_](const std::string& file) { given->file = file; },
          "A YAML file of settings, as `listen: 0.0.0.0:8080`")
      ->envname("VIP_CONFIG");
  for (auto* setting : settings.all()) {
    // A flag's value is kept, not read at once: file and environment come before it.
    command
        .add_option_function<std::string>(
            "--" + setting->name(),
            [given = given_, setting](const std::string& text) {
              given->values.emplace_back(setting, text);
            },
            setting->meaning())
        ->default_str(setting->default_text())
        ->group("Settings");
  }
}

std::vector<std::string> SettingFlags::load() {
  auto errors = config::load(settings_, {given_->file, config::process_environment});
  for (const auto& [setting, text] : given_->values)
    if (const auto error = setting->read(text, config::Origin::flag))
      errors.push_back("--" + *error);
  return errors;
}

}  // namespace vip::cli
