#pragma once

#include <string_view>

#include "core/observation.h"

namespace vip {

inline std::string_view to_string(event::TokenRefused::Reason reason) {
  using Reason = event::TokenRefused::Reason;
  switch (reason) {
    case Reason::unknown_client:
      return "unknown-client";
    case Reason::wrong_secret:
      return "wrong-secret";
    case Reason::disabled:
      return "disabled";
    case Reason::address:
      return "address";
    case Reason::throttled:
      return "throttled";
    case Reason::scope:
      return "scope";
    case Reason::malformed:
      break;
  }
  return "malformed";
}

// Whether the API refused a caller who is not known or may not do this. The token endpoints, whose
// answers have no problem code, observe refusals of their own.
inline bool is_refusal_of_access(const event::RequestServed& served) {
  return (served.status == 401 || served.status == 403) && !served.code.empty();
}

}  // namespace vip
