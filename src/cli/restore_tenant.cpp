#include "cli/restore_tenant.h"

#include <CLI/CLI.hpp>

#include "backup/files.h"
#include "cli/admin_call.h"
#include "cli/commands.h"
#include "cli/declare.h"
#include "platform/data_directory.h"

namespace vip::cli {

void add_naming(CLI::App& command, RepositoryOptions& options) {
  add_value(command, "--customer", options.customer, "NAME",
            "Whose tenant it becomes, by name or UUID; the customer that it had unless given");
  add_value(command, "--name", options.name, "NAME",
            "The new tenant's name; the one that it had and the backup's day unless given");
}

int restore_one_tenant(RepositoryOptions& options) {
  const std::string data = absolute_path(options.settings.data.get());
  if (const DataState state = data_state(data); state != DataState::platform)
    throw NoPlatform{fault_and_advice(state, data)};
  const BackupRepository repository = open_repository(backup_place(options.settings), false);
  const Backup backup =
      repository.backup(options.backup.empty() ? repository.latest() : options.backup);
  // An export has one tenant.
  const BackedUpTenant& tenant = options.tenant.empty() && backup.tenants.size() == 1
                                     ? backup.tenants.front()
                                     : tenant_in(backup, options.tenant);
  // In the data directory, so that what is ready needs only to be renamed.
  const ScratchFolder scratch{data};
  restore_tenant(repository, backup, tenant.id, scratch.path().string(), tell_progress());
  CallArguments arguments;
  arguments.text("folder", scratch.path().filename().string());
  if (options.in_place) {
    arguments.text("in-place", to_string(tenant.id));
  } else {
    arguments.text("customer", options.customer.empty() ? tenant.customer : options.customer);
    arguments.text("name", options.name.empty()
                               ? tenant.name + " of " + to_string(backup.created).substr(0, 10)
                               : options.name);
    arguments.text("environment", tenant.environment).text("currency", tenant.currency);
    arguments.text("locale", tenant.locale).flag("charity", tenant.charity);
  }
  return call({"tenant adopt", {}, options.in_place ? "" : "It has no grants yet: vip grant add."},
              options.settings, options.flags, options.json, arguments);
}

}  // namespace vip::cli
