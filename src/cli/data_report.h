#pragma once

#include <string>

#include "backup/backup.h"
#include "backup/data_check.h"
#include "cli/show.h"

namespace vip::cli {

// Prints what a check has found; the exit code: refused if there is a fault. `of` is what was
// checked.
int report(const DataCheck& check, bool as_json, const std::string& of);

std::string json_of(const BackupResult& result);
std::string text_of(const BackupResult& result, bool is_encrypted);

}  // namespace vip::cli
