#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vip {

// The closed list of errors: the platform's (error_codes.def) and each domain's, joined by the
// build.
enum class ErrorCode : std::uint16_t {
#define VIP_ERROR(name, status, title) name,
#include "error_codes.inc"
#undef VIP_ERROR
};

struct ErrorInfo {
  ErrorCode code;
  std::string_view name;  // as clients see it: kebab-case
  int status;             // HTTP
  std::string_view title;
};

const ErrorInfo& info(ErrorCode code);
std::span<const ErrorInfo> all_errors();
std::optional<ErrorCode> error_code_named(std::string_view name);

}  // namespace vip
