#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "http/message.h"

namespace vip::http {

// Data of the call that a problem response contains.
struct ProblemContext {
  std::string_view
      base;  // absolute or "", without trailing slash: `type` is {base}/docs/errors/<code>
  std::string_view instance;  // the route template, or empty
  std::string_view correlation_id;
};

// RFC 9457 application/problem+json with the platform's members (docs/contract.md 8). It has
// Content-Type and the problem's own headers; the headers of every response (X-Correlation-Id,
// Cache-Control, Vary) are added for all responses in one place.
Response problem_response(const Problem& problem, const ProblemContext& context);

}  // namespace vip::http
