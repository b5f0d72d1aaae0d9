#pragma once

#include "core/time.h"
#include "rules/record.h"
#include "store/plan.h"
#include "store/sqlite/database.h"

// Records of which there is one for each pair of two others: a stock level for every item and
// space.

namespace vip::sqlite {

// A record that has its defaults and nothing else.
Record with_defaults(const Resource& resource, Instant now);

// Makes the records of pairs that have none, inside the caller's transaction: for files that are
// older than their declaration.
void write_missing_pairs(Database& database, const StorePlan& plan, Instant now);

}  // namespace vip::sqlite
