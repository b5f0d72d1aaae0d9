#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "core/error_codes.h"

namespace vip {

// One error of a request, and its place (docs/contract.md 8).
struct FieldError {
  enum class Place : std::uint8_t { none, pointer, parameter, header };
  Place place = Place::none;
  std::string name;  // "/last-name" (RFC 6901), "size", "Tenant-Id"
  ErrorCode code{};
  std::string message;  // the error and what is accepted; never a value that was sent
};

FieldError at_pointer(std::string pointer, ErrorCode code, std::string message);
FieldError at_parameter(std::string parameter, ErrorCode code, std::string message);
FieldError at_header(std::string header, ErrorCode code, std::string message);

// Why a request is rejected: everything that the response will contain, and no internals.
struct Problem {
  ErrorCode code{};
  std::string detail;                                        // empty: the code's title is used
  std::vector<FieldError> errors;                            // the `errors` of the response
  std::vector<std::pair<std::string, std::string>> headers;  // Allow, WWW-Authenticate, Retry-After
};

template <class T>
using Result = tl::expected<T, Problem>;
using Check = Result<void>;

tl::unexpected<Problem> fail(ErrorCode code, std::string detail = {});
tl::unexpected<Problem> fail(FieldError error);
// Summarises the errors of one step by the rule of docs/contract.md 8: a single code stays; several
// become invalid-request, rules-violated, or conflict if any of them is a 409. `errors` is not
// empty and in field order.
tl::unexpected<Problem> fail(std::vector<FieldError> errors);

}  // namespace vip
