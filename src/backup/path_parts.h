#pragma once

#include <string_view>
#include <vector>

namespace vip {

// What stands between the slashes of a path: "a//b" has three parts, of which one is empty.
inline std::vector<std::string_view> path_parts(std::string_view path) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace vip
