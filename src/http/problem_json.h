#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "http/message.h"

namespace vip::http {

// What a problem's answer says of the call it belongs to.
struct ProblemContext {
  std::string_view
      base;  // absolute or "", without trailing slash: `type` is {base}/docs/errors/<code>
  std::string_view instance;  // the route template, or empty
  std::string_view correlation_id;
};

// RFC 9457 application/problem+json with the platform's members (docs/contract.md 8). It carries
// Content-Type and the problem's own headers; what every response has (X-Correlation-Id,
// Cache-Control, Vary) is added where all are made.
Response problem_response(const Problem& problem, const ProblemContext& context);

}  // namespace vip::http
