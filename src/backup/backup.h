#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backup/repository.h"

namespace vip {

// Told what is being done, and how far it is: of all bytes or files of that step.
using BackupProgress =
    std::function<void(std::string_view what, std::uint64_t done, std::uint64_t of)>;

struct BackupResult {
  Backup backup;
  std::uint64_t bytes = 0;              // of the files
  std::uint64_t stored = 0;             // added to the repository
  std::vector<std::string> incomplete;  // what could not be backed up, and why
};

// Backs up a data directory, also while a server uses it: each database as of one moment, the
// platform's first, and all contents that it can name. With a tenant only that one, without the
// platform: by its UUID or name. The master key is part of encrypted backups alone.
//
// What cannot be read is named in the result; the backup has everything else.
BackupResult make_backup(const std::string& data, BackupRepository& repository, Instant now,
                         const std::string& tenant, const BackupProgress& progress);

// A tenant of a backup, by its UUID or its name. Throws std::runtime_error.
const BackedUpTenant& tenant_in(const Backup& backup, const std::string& named);

// Writes a whole backup into a new directory. `master_key` is a file with the master key, for a
// backup that has none. Throws std::runtime_error, also if the directory is not new.
void restore_directory(const BackupRepository& repository, const Backup& backup,
                       const std::string& directory, const std::string& master_key,
                       const BackupProgress& progress);

// Writes one tenant's file as `tenant.db` and its contents as `blobs/…` into an empty folder.
void restore_tenant(const BackupRepository& repository, const Backup& backup, const Uuid& tenant,
                    const std::string& folder, const BackupProgress& progress);

}  // namespace vip
