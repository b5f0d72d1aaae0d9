// `vip tenant`: customers' instances of data.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/admin_command.h"
#include "cli/data_report.h"
#include "cli/declare.h"
#include "cli/restore_tenant.h"

namespace vip::cli {
namespace {

constexpr auto kEnvironmentNote =
    "A tenant keeps its environment for good. Only clients of the same environment can be granted "
    "it.";

struct TenantState {
  AdminOptions options;
  std::string tenant, customer, name, environment = "sandbox", currency = "GBP", locale = "en_GB",
                                      confirm;
  bool charity = false;
  bool yes = false;
};
using SharedTenantState = std::shared_ptr<TenantState>;

void name_tenant(CLI::App* command, const SharedTenantState& state) {
  add_argument(*command, "tenant", state->tenant, "The tenant, by UUID or name");
}

void add_create(CLI::App* group, const SharedTenantState& state, Outcome& outcome) {
  auto* create =
      add_admin_command(*group, state->options, outcome, {"tenant create", {}, kEnvironmentNote},
                        "Add a tenant; print its UUID and its environment", [state] {
                          return CallArguments{}
                              .text("customer", state->customer)
                              .text("name", state->name)
                              .text("environment", state->environment)
                              .text("currency", state->currency)
                              .text("locale", state->locale)
                              .flag("charity", state->charity);
                        });
  add_value(*create, "--customer", state->customer, "NAME", "Whose data it is, by name or UUID")
      ->required();
  add_value(*create, "--name", state->name, "NAME",
            "A name that no other tenant of the customer has")
      ->required();
  add_choice(*create, "--environment", state->environment, {"sandbox", "production"},
             "sandbox for trials, production for a practice's real data; it cannot be changed "
             "later, and only clients of the same environment can use the tenant")
      ->capture_default_str();
  add_value(*create, "--currency", state->currency, "CODE", "The currency, ISO 4217, as EUR")
      ->capture_default_str();
  add_value(*create, "--locale", state->locale, "LOCALE", "Language and country, as en_IE")
      ->capture_default_str();
  create->add_flag("--charity", state->charity,
                   "The customer is a charity that registers whether its clients are eligible");
  describe(*create, kEnvironmentNote,
           {{"vip tenant create --customer \"Hillside Vets Ltd\" --name Trial", ""},
            {"vip tenant create --customer \"Hillside Vets Ltd\" --name Live "
             "--environment production",
             ""}});
}

void add_show_and_list(CLI::App* group, const SharedTenantState& state, Outcome& outcome) {
  name_tenant(add_admin_command(
                  *group, state->options, outcome,
                  {"tenant show", {"client-id", "client", "state", "expires", "authorised-by"}, ""},
                  "Show a tenant, and the clients that may work with it",
                  [state] { return CallArguments{}.text("tenant", state->tenant); }),
              state);
  auto* list = add_admin_command(
      *group, state->options, outcome,
      {"tenant list", {"tenant-uuid", "name", "customer", "environment", "charity"}, ""},
      "List all tenants, or those of one customer",
      [state] { return CallArguments{}.text("customer", state->customer); });
  add_value(*list, "--customer", state->customer, "NAME", "Only those of this customer");
}

void add_rename(CLI::App* group, const SharedTenantState& state, Outcome& outcome) {
  auto* rename = add_admin_command(
      *group, state->options, outcome, {"tenant rename", {}, ""},
      "Change the name; the UUID and the data stay",
      [state] { return CallArguments{}.text("tenant", state->tenant).text("name", state->name); });
  name_tenant(rename, state);
  add_argument(*rename, "name", state->name, "The new name");
}

void add_check(CLI::App* group, const SharedTenantState& state, Outcome& outcome) {
  name_tenant(add_admin_command(*group, state->options, outcome,
                                {"tenant check",
                                 {"tenant-uuid", "name", "aggregates"},
                                 "Every total is the sum of what it adds up."},
                                "Compare its totals with the records that they add up; exit code "
                                "1 when one is wrong",
                                [state] { return CallArguments{}.text("tenant", state->tenant); }),
              state);
}

void add_erase(CLI::App* group, const SharedTenantState& state, Outcome& outcome) {
  auto* erase = add_admin_command(*group, state->options, outcome,
                                  {"tenant erase",
                                   {},
                                   "The tenant is erased. Backups that have it keep it until "
                                   "they are pruned: they are named above where the settings "
                                   "name the backups."},
                                  "Destroy a tenant with all of its data, for good", [state] {
                                    const bool ask = !state->yes && state->confirm.empty();
                                    if (ask && ::isatty(STDIN_FILENO) == 1) {
                                      std::cerr << "This destroys the tenant's data for good. "
                                                   "Type its exact name to go on: ";
                                      std::getline(std::cin, state->confirm);
                                    }
                                    return CallArguments{}
                                        .text("tenant", state->tenant)
                                        .text("confirm", state->confirm)
                                        .flag("yes", state->yes);
                                  });
  name_tenant(erase, state);
  erase->add_flag("--yes", state->yes, "Do not ask");
  add_value(*erase, "--confirm", state->confirm, "NAME",
            "The tenant's exact name, instead of being asked for it");
}

using SharedRepository = std::shared_ptr<RepositoryOptions>;

int export_tenant(RepositoryOptions& options) {
  const std::string data = present_data_directory(options.settings, options.flags);
  BackupRepository repository = open_repository(backup_place(options.settings), true);
  const BackupResult result =
      make_backup(data, repository, system_clock().now(), options.tenant, tell_progress());
  if (options.json)
    std::cout << json_of(result) << '\n';
  else
    std::cout << text_of(result, repository.is_encrypted());
  return result.incomplete.empty() ? kDone : kRefused;
}

CLI::App* add_transfer(CLI::App* group, const SharedRepository& options, Outcome& outcome,
                       const char* name, const char* description, int (*work)(RepositoryOptions&)) {
  CLI::App* command = group->add_subcommand(name, description);
  command->add_flag("--json", options->json, "Print the result, or the error, as JSON");
  options->flags.add_data_to(*command);
  options->flags.add_backups_to(*command);
  command->callback([options, &outcome, work] {
    outcome.exit_code = run_with_repository(*options, [&] { return work(*options); });
  });
  return command;
}

void add_transfers(CLI::App* group, Outcome& outcome) {
  const auto options = std::make_shared<RepositoryOptions>();
  auto* out = add_transfer(group, options, outcome, "export",
                           "Write all data of a tenant into a backup of its own, also while a "
                           "server runs",
                           &export_tenant);
  add_argument(*out, "tenant", options->tenant, "The tenant, by UUID or name");
  auto* in = add_transfer(group, options, outcome, "import",
                          "Add a tenant with the data of an export, also of another installation",
                          &restore_one_tenant);
  add_naming(*in, *options);
  add_value(*in, "--backup", options->backup, "ID", "Which export; the latest unless given");
  add_value(*in, "--tenant", options->tenant, "TENANT",
            "Which tenant, by UUID or name, if there are several");
}

}  // namespace

void add_tenant_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<TenantState>();
  auto* group = app.add_subcommand("tenant", "Tenants: each an instance of one customer's data")
                    ->group(kAdministration);
  group->require_subcommand(1);
  describe(*group,
           "A tenant is named by its UUID or, where only one tenant has it, its name.\n"
           "`vip tenant create` makes a sandbox tenant unless --environment says production.",
           {{"vip tenant create --customer \"Hillside Vets Ltd\" --name Hillside", ""},
            {"vip tenant create --customer \"Hillside Vets Ltd\" --name \"Hillside Live\" "
             "--environment production",
             ""},
            {"vip tenant list --customer \"Hillside Vets Ltd\"", ""},
            {"vip tenant show Hillside", ""},
            {"vip tenant rename Hillside \"Hillside Trial\"", ""},
            {"vip tenant check \"Hillside Trial\"", "balances and the like against their records"},
            {"vip tenant export \"Hillside Trial\" --backups export", ""},
            {"vip tenant import --backups export --customer \"Hillside Vets Ltd\"", ""},
            {"vip tenant erase \"Hillside Trial\" --confirm \"Hillside Trial\"",
             "without --confirm it asks"}});
  add_create(group, state, outcome);
  add_show_and_list(group, state, outcome);
  add_rename(group, state, outcome);
  add_check(group, state, outcome);
  add_erase(group, state, outcome);
  add_transfers(group, outcome);
}

}  // namespace vip::cli
