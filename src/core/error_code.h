#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace vip {

// An error's name for clients (kebab-case), HTTP status (200 for a warning) and title. Each code is
// one constant, defined where the code belongs: those of the platform in core/error_codes.h, those
// of a domain in domains/<domain>/error_codes.h.
struct ErrorDefinition {
  constexpr ErrorDefinition(std::string_view code, int http_status, std::string_view meaning)
      : name{code}, status{http_status}, title{meaning} {}
  // A code is the address of its definition, so a definition is never copied.
  ErrorDefinition(const ErrorDefinition&) = delete;
  ErrorDefinition& operator=(const ErrorDefinition&) = delete;

  std::string_view name;
  int status;
  std::string_view title;
};

// A pointer to the definition.
//
// Why not one enum of all codes: every file would include it, and a new code of one domain would
// rebuild the platform.
class ErrorCode {
 public:
  constexpr ErrorCode() = default;
  // Implicit, so that a definition can be passed where a code is expected.
  constexpr ErrorCode(const ErrorDefinition& definition)  // NOLINT(google-explicit-constructor)
      : definition_{&definition} {}

  constexpr const ErrorDefinition& definition() const { return *definition_; }
  friend constexpr bool operator==(ErrorCode, ErrorCode) = default;

 private:
  const ErrorDefinition* definition_ = nullptr;
};

inline const ErrorDefinition& info(ErrorCode code) { return code.definition(); }

// Every code of the platform and of the domains in this binary. The build joins them for documents
// and checks (generated/error_registry.cpp).
std::span<const ErrorCode> all_error_codes();
std::optional<ErrorCode> error_code_named(std::string_view name);

// Converts the name of a constant to kebab-case at compile time.
template <std::size_t Size>
struct KebabCase {
  std::array<char, Size> text{};

  consteval explicit KebabCase(const char (&name)[Size]) {
    std::transform(name, name + Size, text.begin(), [](char c) { return c == '_' ? '-' : c; });
  }
  constexpr std::string_view view() const { return {text.data(), Size - 1}; }
};

}  // namespace vip

// A line of an error_codes.def defines the constant errors::<name>. Name, status and title are
// stated once, so they cannot disagree.
#define VIP_DEFINE_ERROR(code, status, title)                               \
  namespace vip::errors {                                                   \
  inline constexpr KebabCase code##_name{#code};                            \
  inline constexpr ErrorDefinition code{code##_name.view(), status, title}; \
  }
