#include "core/did_you_mean.h"

#include "core/text.h"

namespace vip {

std::string did_you_mean(std::string message, std::string_view name,
                         const std::vector<std::string_view>& known) {
  const std::string_view meant = nearest(name, known);
  if (meant.empty()) return message.append(".");
  return message.append("; did you mean `").append(meant).append("`?");
}

}  // namespace vip
