#pragma once

#include "core/time.h"
#include "rules/record.h"
#include "store/plan.h"
#include "store/sqlite/database.h"

// Records of a cross join, one for each pair of two others: a stock level for every item and space.

namespace vip::sqlite {

// A record that has only its defaults.
Record with_defaults(const Resource& resource, Instant now);

// Creates missing records of cross joins, inside the caller's transaction: for files that are older
// than their declaration.
void write_missing_pairs(Database& database, const StorePlan& plan, Instant now);

}  // namespace vip::sqlite
