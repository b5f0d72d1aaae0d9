#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace vip::config {

using Units = std::map<std::string, std::int64_t>;  // a unit's name and its factor

enum class UnitIs : std::uint8_t { required, optional };

// A whole number with one of the units, as "24h" or "2MiB", in the unit whose factor is 1. None
// when it is something else, also with a sign or a space, or too large.
std::optional<std::int64_t> read_with_unit(std::string_view text, const Units& units,
                                           UnitIs unit_is);
// The value in the largest unit that it is whole in.
std::string write_with_unit(std::int64_t value, const Units& units);

}  // namespace vip::config
