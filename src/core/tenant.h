#pragma once

#include <string>

#include "core/uuid.h"

namespace vip {

enum class Environment : std::uint8_t { sandbox, production };
std::string_view to_string(Environment environment);

// One customer's instance of data.
struct Tenant {
  Uuid id;
  Uuid customer;
  std::string name;
  Environment environment = Environment::sandbox;
  std::string currency = "GBP";  // ISO 4217
  std::string locale = "en_GB";
  bool charity = false;
};

}  // namespace vip
