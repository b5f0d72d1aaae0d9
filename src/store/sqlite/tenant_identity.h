#pragma once

#include <optional>
#include <string>

#include "core/observation.h"
#include "core/time.h"
#include "core/uuid.h"
#include "store/sqlite/database.h"

// Whose a tenant's file is. A file under the right name may be another tenant's, a tenant's of the
// same id that was erased, or an empty one where the right one was lost.

namespace vip::sqlite {

struct TenantIdentity {
  Uuid tenant;
  Instant created;  // of the tenant, as the platform has it
  friend bool operator==(const TenantIdentity&, const TenantIdentity&) = default;
};

// The tenant's file is missing or another one's, or was written by a newer release. The message
// names what was found.
class TenantFileError : public PrintableError {
 public:
  using PrintableError::PrintableError;
};

// It was written by a newer release, which is left alone.
class NewerFileError : public TenantFileError {
 public:
  using TenantFileError::TenantFileError;
};

std::string tenant_path(const std::string& folder, const Uuid& tenant);

// Makes the tenant's file (0600) with its identity; one that an interrupted call left is completed.
// Throws StoreError; TenantFileError if the file is another one's or in use by the tenant already.
void make_tenant_file(const std::string& folder, const TenantIdentity& identity);

// Writes its identity into the file of a release that wrote none, once; a file that has one is left
// alone. Makes the file if it is missing and `may_make`. Throws StoreError.
void adopt_tenant_file(const std::string& folder, const TenantIdentity& identity, bool may_make);

std::optional<TenantIdentity> identity_in(Database& database);  // none: it has none
// Throws TenantFileError unless the file is the one expected, of this release or an earlier one.
void require_identity(Database& database, const TenantIdentity& expected);
// Writes the identity, and that the file has it in the format of this release. For a file whose
// tenant changes on purpose: a restored or imported one.
void write_identity(Database& database, const TenantIdentity& identity);

// Throws NewerFileError if the file was written by a release newer than this program's.
void refuse_newer_release(Database& database);
// Notes in the file that this program's release wrote it.
void write_release(Database& database);

}  // namespace vip::sqlite
