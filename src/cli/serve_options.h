#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/server_process.h"
#include "cli/setting_flags.h"
#include "config/settings.h"

namespace vip::cli {

// HOST:PORT or [IPv6]:PORT, the port from 1 to 65535.
std::optional<net::Listen> parse_listen(const std::string& text);

// What a server needs of the settings. Throws std::invalid_argument that names the setting and what
// is accepted.
ServeOptions serve_options(const config::Settings& settings);

// Reads the settings once more, from where they came from, at each call; `presets` are a command's
// own defaults. What changed is told against the call before.
ReadAgain reading_again(const SettingFlags& flags, config::Settings& settings,
                        std::function<void(config::Settings&)> presets = {});

}  // namespace vip::cli
