#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/settings.h"

namespace CLI {
class App;
}

namespace vip::cli {

// The settings as flags of a command (--token-lifetime), with --config for the file. Made before
// the command line is parsed; load() afterwards. Several commands can share one, as one of them
// runs.
class SettingFlags {
 public:
  explicit SettingFlags(config::Settings& settings)
      : settings_{settings}, given_{std::make_shared<Given>()} {}

  void add_to(CLI::App& command);
  // Only --config, and --data.
  void add_data_to(CLI::App& command);
  // --config, and where backups are and their key.
  void add_backups_to(CLI::App& command);

  // File, environment, flags, in this order; the later wins. All that was wrong.
  std::vector<std::string> load();

  // The same into other settings than those that the flags were made of.
  std::vector<std::string> load_into(config::Settings& settings) const;

  // Where a setting's value comes from: "--data", "VIP_DATA", "/etc/vip.yaml", "the default".
  std::string origin_of(const config::SettingBase& setting) const;

 private:
  struct Given {
    std::optional<std::string> file;
    std::vector<std::pair<config::SettingBase*, std::string>> values;
  };
  void add_file_to(CLI::App& command);
  void add(CLI::App& command, config::SettingBase& setting);

  config::Settings& settings_;
  std::shared_ptr<Given> given_;
};

// The data directory that the settings name, from the root, and says on the standard error output
// which it is and who said so; the standard output is the command's result alone. From here on the
// process is protected (cli/protection.h), since it has that directory's keys.
std::string chosen_data_directory(const config::Settings& settings, const SettingFlags& flags);

}  // namespace vip::cli
