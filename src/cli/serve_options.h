#pragma once

#include <optional>
#include <string>

#include "cli/server_process.h"
#include "config/settings.h"

namespace vip::cli {

// HOST:PORT or [IPv6]:PORT, the port from 1 to 65535.
std::optional<net::Listen> parse_listen(const std::string& text);

// What a server needs of the settings. Throws std::invalid_argument that names the setting and what
// is accepted.
ServeOptions serve_options(const config::Settings& settings);

}  // namespace vip::cli
