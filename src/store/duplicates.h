#pragma once

#include "store/sql.h"

// Likely duplicates as SQL: pairs of records that are not deactivated and are equal, by
// comparison key, in all fields of at least one sign; texts without a format by name_key.

namespace vip {

// Rows of (first's id, second's id, bits of the signs, score), highest score first, then oldest
// first.
Sql duplicates_statement(const Resource& resource, const StorePlan& plan, std::int64_t limit,
                         std::int64_t offset);
Sql count_duplicates_statement(const Resource& resource, const StorePlan& plan, std::int64_t bound);

}  // namespace vip
