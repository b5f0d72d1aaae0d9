#pragma once

#include "core/uuid.h"

namespace vip {

// For whom work is done. A nil client is the platform itself.
struct Requester {
  Uuid tenant;
  Uuid client;
  friend bool operator==(const Requester&, const Requester&) = default;
};

}  // namespace vip
