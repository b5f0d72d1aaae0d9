// How faults become the one problem that answers a request.
//
// Why here: every step of a request sums up its faults alike (docs/contract.md, section 8), so that
// a client finds the same code whether one field or ten are wrong.

#include "core/result.h"

#include <algorithm>

namespace vip {
namespace {

ErrorCode code_of(const std::vector<Fault>& faults) {
  const auto has_status = [&](int status) {
    return [status](const Fault& fault) { return info(fault.code).status == status; };
  };
  const ErrorCode first = faults.front().code;
  if (std::ranges::all_of(faults, [&](const Fault& fault) { return fault.code == first; }))
    return first;
  if (std::ranges::any_of(faults, has_status(409))) return ErrorCode::conflict;
  if (std::ranges::any_of(faults, has_status(422))) return ErrorCode::rules_violated;
  if (std::ranges::all_of(faults, has_status(400))) return ErrorCode::invalid_request;
  return first;
}

}  // namespace

Fault at_pointer(std::string pointer, ErrorCode code, std::string message) {
  return {Fault::Place::pointer, std::move(pointer), code, std::move(message)};
}

Fault at_parameter(std::string parameter, ErrorCode code, std::string message) {
  return {Fault::Place::parameter, std::move(parameter), code, std::move(message)};
}

Fault at_header(std::string header, ErrorCode code, std::string message) {
  return {Fault::Place::header, std::move(header), code, std::move(message)};
}

tl::unexpected<Problem> fail(ErrorCode code, std::string detail) {
  return tl::unexpected{Problem{code, std::move(detail), {}, {}}};
}

tl::unexpected<Problem> fail(Fault fault) {
  std::vector<Fault> faults;
  faults.push_back(std::move(fault));
  return fail(std::move(faults));
}

tl::unexpected<Problem> fail(std::vector<Fault> faults) {
  const ErrorCode code = code_of(faults);
  std::string detail = faults.front().message;
  return tl::unexpected{Problem{code, std::move(detail), std::move(faults), {}}};
}

}  // namespace vip
