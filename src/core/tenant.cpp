// The names of a tenant's environments in commands, tokens and documents.

#include "core/tenant.h"

namespace vip {

std::string_view to_string(Environment environment) {
  return environment == Environment::production ? "production" : "sandbox";
}

}  // namespace vip
