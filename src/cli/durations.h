#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace vip::cli {

// "45s", "30m", "24h", "7d" or "0" as seconds.
std::optional<std::int64_t> seconds_of(const std::string& text);

}  // namespace vip::cli
