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

}  // namespace vip
