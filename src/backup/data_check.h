#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backup/backup.h"
#include "schema/resource.h"

namespace vip {

struct DataFault {
  std::string where;  // the file, in the data directory
  std::string kind;   // permissions, missing, foreign, newer, damaged, schema, references, derived,
                      // totals, contents, left-over
  std::string what;   // names tables, fields and ids, never a value
  std::string advice;  // what an operator can do
};

struct DataCheck {
  std::int64_t tenants = 0, records = 0, aggregates = 0, contents = 0;
  std::uint64_t bytes = 0;
  std::vector<DataFault> faults;
  std::vector<DataFault> notes;  // what does no harm
};

// Looks through a data directory, also while a server uses it: permissions, the platform, and each
// tenant's file, records, totals, search terms and contents. Works on copies, one at a time, in a
// folder inside the directory. Throws std::runtime_error if the platform itself cannot be read.
DataCheck check_data(const std::string& data, const Catalogue& catalogue,
                     const BackupProgress& progress);

}  // namespace vip
