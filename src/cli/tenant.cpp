// `vip tenant`: customers' instances of data.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/admin_call.h"
#include "cli/commands.h"

namespace vip::cli {
namespace {

constexpr auto kTenantFooter = R"(A tenant is named by its UUID or, where only one has it, its name.

Examples:
  vip tenant create --customer "Hillside Vets Ltd" --name Hillside
  vip tenant create --customer "Hillside Vets Ltd" --name "Hillside Live" --environment production
  vip tenant check Hillside                    balances and the like, against their records
  vip tenant erase Hillside                    asks for the name once more)";

struct TenantState {
  AdminOptions options;
  std::string tenant, customer, name, environment, currency, locale, confirm;
  bool charity = false;
  bool yes = false;
};
using SharedTenantState = std::shared_ptr<TenantState>;

void add_create(CLI::App* group, const SharedTenantState& state, Outcome& outcome) {
  auto* create = group->add_subcommand("create", "Make one; prints its UUID");
  create->add_option("--customer", state->customer, "Whose data it is, by name or UUID")
      ->required();
  create->add_option("--name", state->name, "A name that none of the customer's tenants has")
      ->required();
  create->add_option("--environment", state->environment, "sandbox (default) or production")
      ->check(CLI::IsMember({"sandbox", "production"}));
  create->add_option("--currency", state->currency, "ISO 4217; default GBP");
  create->add_option("--locale", state->locale, "As en_GB, which is the default");
  create->add_flag("--charity", state->charity, "A charity, which registers clients' eligibility");
  add_admin_options(*create, state->options);
  create->callback([state, &outcome] {
    outcome.exit_code = call({"tenant create", {}, "", false}, state->options,
                             CallArguments{}
                                 .text("customer", state->customer)
                                 .text("name", state->name)
                                 .text("environment", state->environment)
                                 .text("currency", state->currency)
                                 .text("locale", state->locale)
                                 .flag("charity", state->charity));
  });
}

void add_check(CLI::App* group, const SharedTenantState& state, Outcome& outcome) {
  auto* check = group->add_subcommand(
      "check", "Look whether its aggregates are the sums of what they add up; 1 when not");
  check->add_option("tenant", state->tenant, "The tenant")->required();
  add_admin_options(*check, state->options);
  check->callback([state, &outcome] {
    outcome.exit_code = call({"tenant check",
                              {"tenant-uuid", "name", "aggregates"},
                              "Every total is the sum of what it adds up.",
                              false},
                             state->options, CallArguments{}.text("tenant", state->tenant));
  });
}

void add_erase(CLI::App* group, const SharedTenantState& state, Outcome& outcome) {
  auto* erase = group->add_subcommand("erase", "Destroy one with all of its data, for good");
  erase->add_option("tenant", state->tenant, "The tenant")->required();
  erase->add_flag("--yes", state->yes, "Do not ask");
  erase->add_option("--confirm", state->confirm, "The tenant's exact name, instead of being asked");
  add_admin_options(*erase, state->options);
  erase->callback([state, &outcome] {
    if (!state->yes && state->confirm.empty() && ::isatty(STDIN_FILENO) == 1) {
      std::cerr << "This destroys the tenant's data for good. Type its exact name to go on: ";
      std::getline(std::cin, state->confirm);
    }
    outcome.exit_code = call({"tenant erase", {}, "The tenant is erased.", false}, state->options,
                             CallArguments{}
                                 .text("tenant", state->tenant)
                                 .text("confirm", state->confirm)
                                 .flag("yes", state->yes));
  });
}

}  // namespace

void add_tenant_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<TenantState>();
  auto* group = app.add_subcommand("tenant", "Tenants: each one customer's instance of data");
  group->require_subcommand(1);
  group->footer(kTenantFooter);
  add_create(group, state, outcome);
  auto* list = group->add_subcommand("list", "Show all, or those of one customer");
  list->add_option("--customer", state->customer, "Only those of this one");
  add_admin_options(*list, state->options);
  list->callback([state, &outcome] {
    outcome.exit_code = call(
        {"tenant list", {"tenant-uuid", "name", "customer", "environment", "charity"}, "", false},
        state->options, CallArguments{}.text("customer", state->customer));
  });
  add_check(group, state, outcome);
  add_erase(group, state, outcome);
}

}  // namespace vip::cli
