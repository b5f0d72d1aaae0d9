#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vip {

// The message that refuses an unknown name: "No such parameter here; did you mean `size`?", or
// "No such parameter here." where no known name is near enough to be meant.
std::string did_you_mean(std::string message, std::string_view name,
                         const std::vector<std::string_view>& known);

}  // namespace vip
