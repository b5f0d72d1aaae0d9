// Durations as people write them.

#include "cli/durations.h"

#include "config/units.h"

namespace vip::cli {

std::optional<std::int64_t> seconds_of(const std::string& text) {
  static const config::Units units{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}};
  constexpr std::int64_t kMost = 100'000LL * 86'400;
  if (text == "0") return 0;
  const auto seconds = config::read_with_unit(text, units, config::UnitIs::required);
  return seconds && *seconds <= kMost ? seconds : std::nullopt;
}

}  // namespace vip::cli
