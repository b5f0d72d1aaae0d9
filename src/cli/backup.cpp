// `vip backup`: makes backups, lists and checks them.

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>

#include "backup/data_check.h"
#include "backup/files.h"
#include "cli/commands.h"
#include "cli/data_report.h"
#include "cli/declare.h"
#include "cli/embedded_declarations.h"
#include "cli/repository_options.h"
#include "core/json.h"
#include "declaration/reader.h"

namespace vip::cli {
namespace {

using SharedOptions = std::shared_ptr<RepositoryOptions>;

int create(RepositoryOptions& options) {
  const std::string data = present_data_directory(options.settings, options.flags);
  BackupRepository repository = open_repository(backup_place(options.settings), true);
  const BackupResult result =
      make_backup(data, repository, system_clock().now(), "", tell_progress());
  if (options.json)
    std::cout << json_of(result) << '\n';
  else
    std::cout << cli::text_of(result, repository.is_encrypted());
  return result.incomplete.empty() ? kDone : kRefused;
}

int list(RepositoryOptions& options) {
  const BackupRepository repository = open_repository(backup_place(options.settings), false);
  std::string text;
  json::Writer writer{text};
  writer.begin_object().key("results").begin_array();
  for (const std::string& id : repository.backups()) {
    const auto found = repository.find(id);
    if (!found) continue;
    const Backup& backup = *found;
    std::uint64_t bytes = 0;
    for (const BackedUpFile& file : backup.files) bytes += file.size;
    writer.begin_object().key("backup").string(id).key("created").string(to_string(backup.created));
    writer.key("whole").boolean(backup.whole).key("release").string(backup.release);
    writer.key("tenants").number(static_cast<std::int64_t>(backup.tenants.size()));
    writer.key("bytes").number(static_cast<std::int64_t>(bytes)).end_object();
  }
  writer.end_array().end_object();
  if (options.json) {
    std::cout << text << '\n';
  } else {
    std::cout << shown(text, {"backup", "created", "whole", "tenants", "bytes", "release"});
  }
  return kDone;
}

// By the only proof that there is: restores it and looks through what comes out.
int verify(RepositoryOptions& options) {
  const BackupRepository repository = open_repository(backup_place(options.settings), false);
  const Backup backup =
      repository.backup(options.backup.empty() ? repository.latest() : options.backup);
  const ScratchFolder scratch{folder_beside(backup_place(options.settings))};
  const std::string restored = (scratch.path() / "data").string();
  std::string master_key = options.master_key;
  if (master_key.empty() && !repository.is_encrypted()) {
    // Nothing of the check needs the key itself.
    master_key = (scratch.path() / "none").string();
    write_private_file(master_key, "");
  }
  restore_directory(repository, backup, restored, master_key, tell_progress());
  const auto catalogue = read_catalogue(embedded_declarations());
  if (!catalogue) throw std::runtime_error{"The declarations in this program have errors."};
  return report(check_data(restored, *catalogue, tell_progress()), options.json,
                "backup " + backup.id);
}

int prune(RepositoryOptions& options) {
  std::size_t keep = 0;
  const char* end = options.keep.data() + options.keep.size();
  const auto [stop, error] = std::from_chars(options.keep.data(), end, keep);
  if (error != std::errc{} || stop != end || keep < 1) {
    std::cerr << "vip: --keep takes a number from 1\n";
    return kUsage;
  }
  BackupRepository repository = open_repository(backup_place(options.settings), false);
  const auto [backups, chunks] = repository.prune(keep);
  if (options.json) {
    std::string text;
    json::Writer writer{text};
    writer.begin_object().key("backups").number(static_cast<std::int64_t>(backups));
    writer.key("chunks").number(static_cast<std::int64_t>(chunks)).end_object();
    std::cout << text << '\n';
  } else {
    std::cout << "Removed " << backups << " backups and " << chunks << " chunks.\n";
  }
  return kDone;
}

CLI::App* add(CLI::App& group, const SharedOptions& options, Outcome& outcome, const char* name,
              const char* description, int (*work)(RepositoryOptions&)) {
  CLI::App* command = group.add_subcommand(name, description);
  command->add_flag("--json", options->json, "Print the result, or the error, as JSON");
  options->flags.add_backups_to(*command);
  command->callback([options, &outcome, work] {
    outcome.exit_code = run_with_repository(*options, [&] { return work(*options); });
  });
  return command;
}

constexpr auto kBackupNotes =
    R"(A backup has the platform, all tenants and all contents, each database as of one moment, also while
a server runs. What has not changed since an earlier backup is not stored again. With a key, given as
a file (--backup-key-file) or in VIP_BACKUP_KEY, it is encrypted and has the master key; without one
the master key is not in it, and its copy has to be kept apart. A running server makes backups by
itself with the settings backups, backup-every and backup-keep.

Backups are in a directory, or in a bucket of an S3-compatible object store: s3://BUCKET/PREFIX, with
--backup-endpoint. Its access key's id and secret are the two lines of a file
(--backup-credentials-file), or VIP_BACKUP_ACCESS_KEY and VIP_BACKUP_SECRET_KEY.)";

}  // namespace

void add_backup_command(CLI::App& app, Outcome& outcome) {
  const auto options = std::make_shared<RepositoryOptions>();
  CLI::App* group =
      app.add_subcommand("backup", "Back up the data directory, list and check backups")
          ->group(kAdministration);
  group->require_subcommand(1);
  describe(*group, kBackupNotes,
           {{"vip backup create --backups backups", ""},
            {"vip backup list --backups backups", ""},
            {"vip backup verify --backups backups", "restores the latest and checks it"},
            {"vip backup prune --backups backups --keep 30", ""}});
  options->flags.add_data_to(*add(*group, options, outcome, "create", "Make a backup", &create));
  add(*group, options, outcome, "list", "List the backups", &list);
  CLI::App* check =
      add(*group, options, outcome, "verify",
          "Restore a backup into a folder beside it, check what comes out, remove it", &verify);
  add_value(*check, "--backup", options->backup, "ID", "Which one; the latest unless given");
  CLI::App* less = add(*group, options, outcome, "prune",
                       "Remove all backups but the latest, and what only they need", &prune);
  add_value(*less, "--keep", options->keep, "N", "How many stay")->capture_default_str();
}

}  // namespace vip::cli
