// The table behind the closed list of errors.
//
// Why by macro: the enum, the name that clients see, the status and the title come from one line of
// a .def file, so they cannot disagree. Names are turned to kebab-case by the compiler; nothing is
// built at start.

#include "core/error_code.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace vip {
namespace {

template <std::size_t Size>
struct KebabCase {
  std::array<char, Size> text{};

  consteval explicit KebabCase(const char (&name)[Size]) {
    std::transform(name, name + Size, text.begin(), [](char c) { return c == '_' ? '-' : c; });
  }
  constexpr std::string_view view() const { return {text.data(), Size - 1}; }
};

#define VIP_ERROR(name, status, title) constexpr KebabCase kName_##name{#name};
#include "error_codes.inc"
#undef VIP_ERROR

constexpr ErrorInfo kErrors[] = {
#define VIP_ERROR(name, status, title) {ErrorCode::name, kName_##name.view(), status, title},
#include "error_codes.inc"
#undef VIP_ERROR
};

}  // namespace

const ErrorInfo& info(ErrorCode code) { return kErrors[static_cast<std::size_t>(code)]; }

std::span<const ErrorInfo> all_errors() { return kErrors; }

std::optional<ErrorCode> error_code_named(std::string_view name) {
  const auto* found = std::ranges::find(kErrors, name, &ErrorInfo::name);
  if (found == std::end(kErrors)) return std::nullopt;
  return found->code;
}

}  // namespace vip
