#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/plan.h"
#include "store/sqlite/database.h"

// Whether a tenant's file holds together. On a copy, which is changed by it: derived data are made
// anew and compared with what the file had.

namespace vip::sqlite {

// What a fault is of; what to do follows from it.
enum class FaultKind : std::uint8_t { damaged, schema, references, derived };

struct FileFault {
  FaultKind kind{};
  std::string what;  // names tables, fields and ids, never a value
};

// The file itself, page by page, and its foreign keys. Any database.
std::vector<FileFault> check_integrity(Database& database);

// The tables and indexes that a file of this release has: "index changes_removals".
std::vector<std::string> expected_schema(const StorePlan& plan);

struct TenantCheck {
  std::int64_t records = 0;
  std::vector<FileFault> faults;
};
// Schema (all that is expected has to be there), references, counts, copies and search terms of an
// intact tenant's file. Throws StoreError, SchemaError.
TenantCheck check_tenant(Database& copy, const StorePlan& plan,
                         const std::vector<std::string>& expected);

// The digests, in hexadecimal, of the contents that the records name.
std::vector<std::string> named_contents(Database& database, const StorePlan& plan);

}  // namespace vip::sqlite
