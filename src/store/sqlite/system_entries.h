#pragma once

#include <string>

#include "core/time.h"
#include "store/plan.h"
#include "store/sqlite/database.h"

// The entries that every tenant has: species, titles, number types.

namespace vip::sqlite {

// Inserts missing entries and updates those that differ, inside the caller's transaction, as writes
// of the platform: with version, `modified` and change log.
void write_system_entries(Database& database, const StorePlan& plan, Instant now);

}  // namespace vip::sqlite
