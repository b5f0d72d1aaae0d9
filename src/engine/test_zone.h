#pragma once

#include <string>

#include "core/local_zone.h"

namespace vip::test {

// The time zone of date-times without an offset.
inline const LocalZone& london() {
  static const LocalZone zone{[] { return std::string{"Europe/London"}; }};
  return zone;
}

}  // namespace vip::test
