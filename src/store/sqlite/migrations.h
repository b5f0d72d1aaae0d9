#pragma once

#include <string>

#include "core/time.h"
#include "schema/resource.h"
#include "store/sqlite/database.h"

// The migrations of the declarations on a tenant's file, which notes for each domain the number of
// the last one.

namespace vip::sqlite {

// Throws NewerFileError if the file has a migration that these declarations do not know.
void refuse_newer_migrations(Database& database, const Catalogue& catalogue);

// Applies those that are missing, in order, and notes them. Within the caller's transaction; a file
// without tables has nothing to migrate. Returns whether rows may have changed, so that all that
// follows from them has to be made anew. Throws SchemaError, StoreError.
bool apply_migrations(Database& database, const Catalogue& catalogue, Instant now);

// "domains/pets/migrations/0003-<what-it-does>.yaml": where the domain's next migration goes.
std::string next_migration(const Domain& domain);

}  // namespace vip::sqlite
