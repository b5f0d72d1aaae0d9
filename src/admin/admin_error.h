#pragma once

#include <stdexcept>
#include <string>

namespace vip {

// Why an administration command is not done. The message is for the operator: it names the thing,
// says what is wrong and what to do. Thrown, so that it also undoes a change that has begun.
class AdminError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    usage,    // the command itself is wrong
    refused,  // not possible as things are
    failed,   // the platform could not do it
  };
  AdminError(Kind kind, const std::string& message) : std::runtime_error{message}, kind_{kind} {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

[[noreturn]] void refuse(const std::string& message);
[[noreturn]] void refuse_usage(const std::string& message);

}  // namespace vip
