// Flags follow from the settings' declarations: none is written twice.

#include "cli/setting_flags.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/protection.h"
#include "platform/data_directory.h"

namespace vip::cli {
namespace {

constexpr auto kSettingsGroup = "Settings, also from the environment and the file";
constexpr auto kFileVariable = "VIP_CONFIG";

}  // namespace

void SettingFlags::add_file_to(CLI::App& command) {
  command
      .add_option_function<std::string>(
          "--config", [given = given_](const std::string& file) { given->file = file; },
          "A YAML file of settings, as `listen: 0.0.0.0:8080` (VIP_CONFIG)")
      ->type_name("FILE")
      ->group(kSettingsGroup);
}

void SettingFlags::add(CLI::App& command, config::SettingBase& setting) {
  // A flag's value is kept, not read at once: file and environment come before it.
  command
      .add_option_function<std::string>(
          "--" + setting.name(),
          [given = given_, &setting](const std::string& text) {
            given->values.emplace_back(&setting, text);
          },
          setting.meaning() + " (" + setting.variable() + ")")
      ->default_str(setting.default_text())
      ->type_name(setting.value_name())
      ->group(kSettingsGroup);
}

void SettingFlags::add_to(CLI::App& command) {
  add_file_to(command);
  for (auto* setting : settings_.all()) add(command, *setting);
}

void SettingFlags::add_data_to(CLI::App& command) {
  if (command.get_option_no_throw("--config") == nullptr) add_file_to(command);
  add(command, settings_.data);
}

void SettingFlags::add_backups_to(CLI::App& command) {
  if (command.get_option_no_throw("--config") == nullptr) add_file_to(command);
  for (config::SettingBase* setting : std::initializer_list<config::SettingBase*>{
           &settings_.backups, &settings_.backup_key_file, &settings_.backup_endpoint,
           &settings_.backup_region, &settings_.backup_bucket_in, &settings_.backup_http,
           &settings_.backup_ca_file, &settings_.backup_credentials_file,
           &settings_.backup_timeout})
    add(command, *setting);
}

std::vector<std::string> SettingFlags::load() {
  if (!given_->file) {
    given_->file = config::process_environment(kFileVariable);
    if (given_->file && given_->file->empty()) given_->file.reset();
  }
  return load_into(settings_);
}

std::vector<std::string> SettingFlags::load_into(config::Settings& settings) const {
  auto errors = config::load(settings, {given_->file, config::process_environment});
  for (const auto& [setting, text] : given_->values)
    if (const auto error = settings.find(setting->name())->read(text, config::Origin::flag))
      errors.push_back("--" + *error);
  return errors;
}

std::string SettingFlags::origin_of(const config::SettingBase& setting) const {
  switch (setting.origin()) {
    case config::Origin::flag:
      return "--" + setting.name();
    case config::Origin::environment:
      return setting.variable();
    case config::Origin::file:
      return given_->file.value_or("");
    case config::Origin::built_in:
      break;
  }
  return "the default";
}

std::string chosen_data_directory(const config::Settings& settings, const SettingFlags& flags) {
  protect_process();
  std::string directory = absolute_path(settings.data.get());
  std::cerr << "vip: data directory " << directory << " (" << flags.origin_of(settings.data)
            << ")\n";
  return directory;
}

}  // namespace vip::cli
