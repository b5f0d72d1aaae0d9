#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/time.h"

namespace vip {

// Why an operator's command is not done. The message is for the operator: it names the thing, says
// what is wrong and what to do. Thrown, so that it also undoes a change that has begun.
class OperatorRefusal : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    refused,  // as things are
    usage,    // the command itself is wrong
  };
  OperatorRefusal(Kind kind, const std::string& message)
      : std::runtime_error{message}, kind_{kind} {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

[[noreturn]] void refuse(const std::string& message);
[[noreturn]] void refuse_usage(const std::string& message);

// The arguments of an operator's command: a JSON object of strings, booleans, numbers and lists of
// strings. What has the wrong type, or is missing, throws OperatorRefusal.
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
