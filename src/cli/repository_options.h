#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "backup/backup.h"
#include "backup/s3_store.h"
#include "cli/setting_flags.h"
#include "config/settings.h"

namespace CLI {
class App;
}

// What commands that make or use backups share.

namespace vip::cli {

struct RepositoryOptions {
  config::Settings settings;
  SettingFlags flags{settings};
  bool json = false;
  std::string backup, tenant, into, master_key, customer, name;
  bool in_place = false;
  std::string keep = "30";
};

// Where backups are: what the settings say.
struct BackupPlace {
  std::string place;  // a directory, or the address of a bucket; empty: nowhere
  std::string key_file;
  S3Options s3;  // without access key and secret
  std::string credentials_file;
};
BackupPlace backup_place(const config::Settings& settings);

// The repository there. Keys and secrets come from VIP_BACKUP_KEY, VIP_BACKUP_ACCESS_KEY and
// VIP_BACKUP_SECRET_KEY or from files, never from an argument.
// Throws std::runtime_error.
BackupRepository open_repository(const BackupPlace& place, bool may_begin);

// Where a backup is restored for a look at it: there, or if that is no directory, where temporary
// files are.
std::string folder_beside(const BackupPlace& place);

// What AdminDependencies::backups_with is; empty if there is no place. It answers with what went
// wrong in place of an id.
std::function<std::vector<std::string>(const Uuid& tenant)> backups_with(const BackupPlace& place);

// Tells on the standard error output how far a command is: over one line on a terminal, else a line
// for each quarter.
BackupProgress tell_progress();

// The data directory that the settings name, if a platform is there. Throws NoPlatform.
struct NoPlatform : std::runtime_error {
  using std::runtime_error::runtime_error;
};
std::string present_data_directory(const config::Settings& settings, const SettingFlags& flags);
// The same for a check, which reports a directory that is open to other users instead.
std::string data_directory_to_check(const config::Settings& settings, const SettingFlags& flags);

// Runs a command's work; what it throws becomes a message, or with --json an error, and an exit
// code.
int run_with_repository(RepositoryOptions& options, const std::function<int()>& work);

}  // namespace vip::cli
