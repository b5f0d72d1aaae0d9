// Converts errors to the one problem of a response.
//
// Why here: every step of a request summarises its errors by the same rule (docs/contract.md,
// section 8), so a client sees the same code whether one field or ten are wrong.

#include "core/result.h"

#include <algorithm>

namespace vip {
namespace {

ErrorCode code_of(const std::vector<FieldError>& errors) {
  const auto has_status = [&](int status) {
    return [status](const FieldError& error) { return info(error.code).status == status; };
  };
  const ErrorCode first = errors.front().code;
  if (std::ranges::all_of(errors, [&](const FieldError& error) { return error.code == first; }))
    return first;
  if (std::ranges::any_of(errors, has_status(409))) return errors::conflict;
  if (std::ranges::any_of(errors, has_status(422))) return errors::rules_violated;
  if (std::ranges::all_of(errors, has_status(400))) return errors::invalid_request;
  return first;
}

}  // namespace

FieldError at_pointer(std::string pointer, ErrorCode code, std::string message) {
  return {FieldError::Place::pointer, std::move(pointer), code, std::move(message)};
}

FieldError at_parameter(std::string parameter, ErrorCode code, std::string message) {
  return {FieldError::Place::parameter, std::move(parameter), code, std::move(message)};
}

FieldError at_header(std::string header, ErrorCode code, std::string message) {
  return {FieldError::Place::header, std::move(header), code, std::move(message)};
}

tl::unexpected<Problem> fail(ErrorCode code, std::string detail) {
  return tl::unexpected{Problem{code, std::move(detail), {}, {}}};
}

tl::unexpected<Problem> fail(FieldError error) {
  std::vector<FieldError> errors;
  errors.push_back(std::move(error));
  return fail(std::move(errors));
}

tl::unexpected<Problem> fail(std::vector<FieldError> errors) {
  const ErrorCode code = code_of(errors);
  std::string detail = errors.front().message;
  return tl::unexpected{Problem{code, std::move(detail), std::move(errors), {}}};
}

}  // namespace vip
