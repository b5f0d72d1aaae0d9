#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/settings.h"

namespace CLI {
class App;
}

namespace vip::cli {

// The settings as flags of a command (--token-lifetime), with --config for the file. Made before
// the command line is parsed; load() afterwards.
class SettingFlags {
 public:
  SettingFlags(CLI::App& command, config::Settings& settings);

  // File, environment, flags, in this order; the later wins. All that was wrong.
  std::vector<std::string> load();

 private:
  struct Given {
    std::optional<std::string> file;
    std::vector<std::pair<config::SettingBase*, std::string>> values;
  };
  config::Settings& settings_;
  std::shared_ptr<Given> given_;
};

}  // namespace vip::cli
