#pragma once

#include "core/tenant.h"
#include "core/time.h"
#include "core/uuid.h"
#include "store/store.h"

namespace vip {

// Where the ids of new records come from, when they are not to be random: synthetic data are the
// same in every run.
class IdSource {
 public:
  virtual ~IdSource() = default;
  virtual Uuid next() = 0;
};

// Who writes, and for which tenant.
struct Actor {
  const Tenant* tenant = nullptr;
  WriteOrigin origin;
  IdSource* ids = nullptr;  // null: UUIDv7 of the moment

  Uuid new_id(Instant now) const {
    return ids == nullptr ? make_uuid_v7(now.milliseconds) : ids->next();
  }
};

}  // namespace vip
