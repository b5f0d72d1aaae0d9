#pragma once

#include <map>
#include <optional>
#include <string>

namespace vip {

using Variables = std::map<std::string, std::string>;

// The assignments of a file that a shell can read, as NAME=value; `export` before a name, quotes
// around a value and comment lines are taken off. None when it cannot be read.
std::optional<Variables> read_variables(const std::string& file);

}  // namespace vip
