#pragma once

#include <string>

// A consistent copy of a database that may be in use.

namespace vip::sqlite {

// Copies a database with what its log has, as of one moment, into a new file (0600): page for page,
// so that what did not change stays where it was. Others may write meanwhile; their log grows until
// the copy is complete. A copy is not synced. Throws StoreError.
void copy_database(const std::string& from, const std::string& to);

}  // namespace vip::sqlite
