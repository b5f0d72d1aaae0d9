// Numbers with units, as CLI11 reads them.

#include "config/units.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace vip::config {

std::optional<std::int64_t> read_with_unit(std::string_view text, const Units& units,
                                           UnitIs unit_is) {
  // The library also takes a unit without a number, signs, spaces and, after a zero, numbers that
  // are octal or hexadecimal.
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || text.find_first_of("0123456789 \t\r\n", digits) != std::string_view::npos)
    return std::nullopt;
  std::string value{text.substr(std::min(text.find_first_not_of('0'), digits - 1))};
  using Reader = CLI::AsNumberWithUnit;
  const Reader read{units,
                    unit_is == UnitIs::required ? Reader::UNIT_REQUIRED : Reader::CASE_SENSITIVE};
  std::int64_t number = 0;
  try {
    if (!read(value).empty() || !CLI::detail::lexical_cast(value, number)) return std::nullopt;
  } catch (const CLI::ValidationError&) {
    return std::nullopt;
  }
  return number;
}

std::string write_with_unit(std::int64_t value, const Units& units) {
  auto best = units.end();
  for (auto unit = units.begin(); unit != units.end(); ++unit) {
    const bool fits = value % unit->second == 0 && (value != 0 || unit->second == 1);
    if (fits && (best == units.end() || unit->second > best->second)) best = unit;
  }
  if (best == units.end()) return std::to_string(value);
  return std::to_string(value / best->second) + best->first;
}

}  // namespace vip::config
