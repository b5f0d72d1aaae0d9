// Durations as people write them.

#include "cli/durations.h"

#include <charconv>
#include <string_view>

namespace vip::cli {

std::optional<std::int64_t> seconds_of(const std::string& text) {
  constexpr std::int64_t kMost = 100'000;
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || number < 0 || number > kMost) return std::nullopt;
  const std::string_view unit{rest, static_cast<std::size_t>(end - rest)};
  if (unit == "s") return number;
  if (unit == "m") return number * 60;
  if (unit == "h") return number * 3600;
  if (unit == "d") return number * 86'400;
  if (unit.empty() && number == 0) return 0;
  return std::nullopt;
}

}  // namespace vip::cli
