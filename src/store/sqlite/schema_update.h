#pragma once

#include "core/observation.h"
#include "core/time.h"
#include "store/plan.h"
#include "store/sqlite/database.h"

// Updates a file's tables, indexes and system entries to the declarations.

namespace vip::sqlite {

// A difference that is not additive and needs a migration; the message names the table and the
// column.
class SchemaError : public PrintableError {
 public:
  using PrintableError::PrintableError;
};

// In one transaction; costs one read if the file is up to date. Returns whether anything was
// changed. Throws SchemaError, StoreError.
bool bring_up_to_date(Database& writer, const StorePlan& plan, Instant now);

// The timestamp of the file's last write; 0 in a new one.
std::int64_t last_stamp(Database& database);

}  // namespace vip::sqlite
