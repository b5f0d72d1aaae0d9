#pragma once

#include <cstdint>

#include "schema/resource.h"

// How likely two records are the same thing: what `duplicates` of a declaration says.

namespace vip {

// 100·(1 − ∏(1 − score/100)) over the signs whose bits are set, rounded.
int combined_score(const Resource& resource, std::uint64_t signs);

}  // namespace vip
