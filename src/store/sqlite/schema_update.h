#pragma once

#include "core/observation.h"
#include "core/time.h"
#include "store/plan.h"
#include "store/sqlite/database.h"

// Updates a file's tables, indexes and system entries to the declarations.

namespace vip::sqlite {

// A difference that is not additive and has no migration, or one that cannot be applied; the
// message names the table and the column, the step that is needed and the file where it goes.
class SchemaError : public PrintableError {
 public:
  using PrintableError::PrintableError;
};

// Migrations, then additions, in one transaction; costs one read if the file is up to date. Returns
// whether anything was changed. Throws SchemaError, StoreError; NewerFileError if the file was
// written by a newer release.
bool bring_up_to_date(Database& writer, const StorePlan& plan, Instant now);

// Throws NewerFileError if the file has a format or a migration that this release does not know.
void refuse_newer_schema(Database& database, const Catalogue& catalogue);

std::string_view type_name(ColumnType type);  // in a definition of a column

// The timestamp of the file's last write; 0 in a new one.
std::int64_t last_stamp(Database& database);

}  // namespace vip::sqlite
