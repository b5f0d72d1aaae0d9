#include "core/error_code.h"

namespace vip {

std::optional<ErrorCode> error_code_named(std::string_view name) {
  for (const ErrorCode code : all_error_codes())
    if (info(code).name == name) return code;
  return std::nullopt;
}

}  // namespace vip
