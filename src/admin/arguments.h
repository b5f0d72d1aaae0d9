#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/admin_error.h"
#include "core/json.h"
#include "core/time.h"

namespace vip {

// The arguments of an administration command: a JSON object of strings, booleans, numbers and lists
// of strings. What has the wrong type, or is missing, throws AdminError.
class Arguments {
 public:
  explicit Arguments(const json::Node& object) : object_{object} {}

  std::string text(std::string_view name) const;  // required, not blank, at most 255 characters
  std::optional<std::string> optional_text(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;  // none: empty
  bool has(std::string_view name) const;
  bool flag(std::string_view name) const;
  std::optional<std::int64_t> number(std::string_view name) const;
  std::optional<Instant> moment(
      std::string_view name) const;  // RFC 3339, or a date: its start in UTC

 private:
  const json::Node* find(std::string_view name, json::Node::Kind kind) const;
  const json::Node& object_;
};

}  // namespace vip
