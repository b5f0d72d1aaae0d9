#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace vip {

// The time zone of date-times that are written without an offset. It is looked up when the first
// one occurs: nearly all requests have none.
class LocalZone {
 public:
  explicit LocalZone(std::function<std::string()> look_up) : look_up_{std::move(look_up)} {}

  const std::string& name() const {  // IANA
    if (!name_) name_ = look_up_();
    return *name_;
  }

 private:
  std::function<std::string()> look_up_;
  mutable std::optional<std::string> name_;
};

}  // namespace vip
