// `vip tenant`: customers' instances of data.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/admin_command.h"
#include "cli/declare.h"

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
                                  {"tenant erase", {}, "The tenant is erased."},
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
            {"vip tenant erase \"Hillside Trial\" --confirm \"Hillside Trial\"",
             "without --confirm it asks"}});
  add_create(group, state, outcome);
  add_show_and_list(group, state, outcome);
  add_rename(group, state, outcome);
  add_check(group, state, outcome);
  add_erase(group, state, outcome);
}

}  // namespace vip::cli
