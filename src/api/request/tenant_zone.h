#pragma once

#include "api/api_context.h"
#include "api/stages.h"
#include "core/local_zone.h"

namespace vip {

// The time zone of the tenant's main location, for date-times without an offset. The tenant's data
// is asked when the first one occurs, on the thread that decodes: it is one row by an index, as of
// a cheap read. All that is passed outlives it. What the store throws comes through.
LocalZone zone_of_tenant(const ApiContext& api, const Call& call);

}  // namespace vip
