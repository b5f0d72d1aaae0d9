#pragma once

#include "core/result.h"
#include "core/uuid.h"
#include "schema/resource.h"
#include "store/store.h"

namespace vip {

// The record that a nested path stands below; no resource when there is none.
struct ParentKey {
  const Resource* resource = nullptr;
  Uuid id;
};

// 404 for a record that is not there, or is another tenant's.
tl::unexpected<Problem> no_such(const Resource& resource);
Result<void> require_parent(ReadSession& session, const ParentKey& parent);

}  // namespace vip
