#pragma once

#include "store/sql.h"

// Likely duplicates as SQL: pairs of records that are not deactivated and are equal, by comparison
// key, in all fields of at least one sign.

namespace vip {

// Rows of (first's id, second's id, bits of the signs, score), highest score first, then oldest
// first.
Sql duplicates_statement(const Resource& resource, const StorePlan& plan, std::int64_t limit,
                         std::int64_t offset);
Sql count_duplicates_statement(const Resource& resource, const StorePlan& plan, std::int64_t bound);

// 100·(1 − ∏(1 − score/100)) over the signs whose bits are set, rounded.
int combined_score(const Resource& resource, std::uint64_t signs);

}  // namespace vip
