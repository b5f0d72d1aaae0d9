#pragma once

#include "core/observation.h"
#include "core/time.h"
#include "store/plan.h"
#include "store/sqlite/database.h"

// Brings a file's tables, indexes and system entries to what the declarations want.

namespace vip::sqlite {

// A difference that is not additive: it names the table and the column, and needs a migration.
class SchemaError : public PrintableError {
 public:
  using PrintableError::PrintableError;
};

// In one transaction, and at the cost of one look when the file is up to date already. True:
// something was changed. Throws SchemaError, StoreError.
bool bring_up_to_date(Database& writer, const StorePlan& plan, Instant now);

// The stamp of the file's last write; 0 in a new one.
std::int64_t last_stamp(Database& database);

}  // namespace vip::sqlite
