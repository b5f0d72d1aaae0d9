#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vip::cli {

// A command's JSON result for a person: a list as a table of these columns; anything else as its
// members line by line, then a table for each member that is a list of objects, of those of the
// columns that it has.
std::string shown(std::string_view json, const std::vector<std::string>& columns);

}  // namespace vip::cli
