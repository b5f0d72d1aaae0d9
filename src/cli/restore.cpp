// `vip restore`: a whole data directory from a backup, or one tenant of it.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/restore_tenant.h"
#include "core/json.h"
#include "platform/data_directory.h"

namespace vip::cli {
namespace {

int restore_whole(RepositoryOptions& options) {
  const BackupRepository repository = open_repository(backup_place(options.settings), false);
  const Backup backup =
      repository.backup(options.backup.empty() ? repository.latest() : options.backup);
  const std::string into = absolute_path(options.into);
  restore_directory(repository, backup, into, options.master_key, tell_progress());
  if (options.json) {
    std::string text;
    json::Writer writer{text};
    writer.begin_object().key("backup").string(backup.id).key("data-directory").string(into);
    writer.end_object();
    std::cout << text << '\n';
  } else {
    std::cout << "Restored backup " << backup.id << " into " << into
              << ".\nLook at it (vip check --data " << into << ") and serve it (vip serve --data "
              << into << ").\n";
  }
  return kDone;
}

int run_restore(RepositoryOptions& options) {
  if (options.into.empty()) present_data_directory(options.settings, options.flags);
  if (options.into.empty() == options.tenant.empty()) {
    std::cerr << "vip: restore takes either --into, for the whole, or --tenant\n";
    return kUsage;
  }
  return options.tenant.empty() ? restore_whole(options) : restore_one_tenant(options);
}

constexpr auto kRestoreNotes =
    R"(With --into, the whole goes into a new directory, which can be served. With --tenant, one tenant goes
into the present data directory, also while a server runs: beside the one that is there, as a new
tenant with an id of its own and without grants; or, with --in-place, under its own id with its
grants, if its file is lost.)";

}  // namespace

void add_restore_command(CLI::App& app, Outcome& outcome) {
  const auto options = std::make_shared<RepositoryOptions>();
  CLI::App* command = app.add_subcommand("restore", "Restore a backup, or one tenant of it")
                          ->group(kAdministration);
  command->add_flag("--json", options->json, "Print the result, or the error, as JSON");
  add_value(*command, "--backup", options->backup, "ID",
            "Which one (vip backup list); the latest unless given");
  add_value(*command, "--into", options->into, "DIR", "A new directory for the whole");
  add_value(*command, "--master-key", options->master_key, "FILE",
            "The copy of master.key, for a backup that is not encrypted");
  add_value(*command, "--tenant", options->tenant, "TENANT",
            "One tenant of the backup, by UUID or name");
  add_naming(*command, *options);
  command->add_flag("--in-place", options->in_place,
                    "Put it in the place of the tenant of the same id, whose file is lost");
  options->flags.add_data_to(*command);
  options->flags.add_backups_to(*command);
  describe(*command, kRestoreNotes,
           {{"vip restore --backups backups --into restored --master-key var/master.key", ""},
            {"vip restore --backups backups --tenant Hillside", "beside the present one"}});
  command->callback([options, &outcome] {
    outcome.exit_code = run_with_repository(*options, [&] { return run_restore(*options); });
  });
}

}  // namespace vip::cli
