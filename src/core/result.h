#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "core/error_codes.h"

namespace vip {

// One thing that is wrong with a request, and where (docs/contract.md 8).
struct FieldError {
  enum class Place : std::uint8_t { none, pointer, parameter, header };
  Place place = Place::none;
  std::string name;  // "/last-name" (RFC 6901), "size", "Tenant-Id"
  ErrorCode code{};
  std::string message;  // what was wrong and what is accepted; never a value of the caller's
};

FieldError at_pointer(std::string pointer, ErrorCode code, std::string message);
FieldError at_parameter(std::string parameter, ErrorCode code, std::string message);
FieldError at_header(std::string header, ErrorCode code, std::string message);

// Why a request is refused: everything that the answer will say, and nothing of the inside.
struct Problem {
  ErrorCode code{};
  std::string detail;                                        // empty: the code's title stands in
  std::vector<FieldError> errors;                            // the `errors` of the answer
  std::vector<std::pair<std::string, std::string>> headers;  // Allow, WWW-Authenticate, Retry-After
};

template <class T>
using Result = tl::expected<T, Problem>;
using Check = Result<void>;

tl::unexpected<Problem> fail(ErrorCode code, std::string detail = {});
tl::unexpected<Problem> fail(FieldError error);
// Sums up the errors of one step by the rule of docs/contract.md 8: one code keeps its own name;
// several become invalid-request, rules-violated, or conflict when any of them is a 409. `errors`
// is not empty and in field order.
tl::unexpected<Problem> fail(std::vector<FieldError> errors);

}  // namespace vip
