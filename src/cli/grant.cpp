// `vip grant`: which client may work with which tenant, and who said so.

#include <CLI/CLI.hpp>

#include "cli/admin_call.h"
#include "cli/commands.h"

namespace vip::cli {
namespace {

constexpr auto kGrantFooter = R"(Clients and tenants are named as in `vip client` and `vip tenant`.

Examples:
  vip grant add --client main --tenant Hillside --authorised-by "J. Hill, practice owner"
  vip grant add --client main --tenant Hillside --authorised-by "J. Hill" \
      --scopes patient:read --expires 2027-01-01
  vip grant revoke --client main --tenant Hillside)";

struct GrantState {
  AdminOptions options;
  std::string client, tenant, authorised_by, authorised_date, expires;
  std::vector<std::string> scopes;
  bool end_tokens = false;
};
using SharedGrantState = std::shared_ptr<GrantState>;

void add_names(CLI::App* command, const SharedGrantState& state, bool required) {
  command->add_option("--client", state->client, "The client")->required(required);
  command->add_option("--tenant", state->tenant, "The tenant")->required(required);
  add_admin_options(*command, state->options);
}

void add_add(CLI::App* group, const SharedGrantState& state, Outcome& outcome) {
  auto* add = group->add_subcommand("add", "Let a client work with a tenant");
  add_names(add, state, true);
  add->add_option("--authorised-by", state->authorised_by, "Who of the customer authorised it")
      ->required();
  add->add_option("--authorised-date", state->authorised_date,
                  "When: a date, or a date and time; default now");
  add->add_option("--expires", state->expires, "When it ends by itself; default never");
  add->add_option("--scopes", state->scopes, "Only these of the client's scopes, for this tenant")
      ->delimiter(',')
      ->allow_extra_args(false);
  add->callback([state, &outcome] {
    outcome.exit_code = call({"grant add", {}, "", false}, state->options,
                             CallArguments{}
                                 .text("client", state->client)
                                 .text("tenant", state->tenant)
                                 .text("authorised-by", state->authorised_by)
                                 .text("authorised-date", state->authorised_date)
                                 .text("expires", state->expires)
                                 .texts("scopes", state->scopes));
  });
}

}  // namespace

void add_grant_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<GrantState>();
  auto* group = app.add_subcommand("grant", "Grants: which client may work with which tenant");
  group->require_subcommand(1);
  group->footer(kGrantFooter);
  add_add(group, state, outcome);
  auto* revoke = group->add_subcommand("revoke", "Take it back, at once");
  add_names(revoke, state, true);
  revoke->add_flag("--end-tokens", state->end_tokens,
                   "End the client's tokens too, for all tenants");
  revoke->callback([state, &outcome] {
    outcome.exit_code = call({"grant revoke", {}, "", false}, state->options,
                             CallArguments{}
                                 .text("client", state->client)
                                 .text("tenant", state->tenant)
                                 .flag("end-tokens", state->end_tokens));
  });
  auto* list =
      group->add_subcommand("list", "Show all, revoked ones too, or those of a client or tenant");
  add_names(list, state, false);
  list->callback([state, &outcome] {
    outcome.exit_code =
        call({"grant list",
              {"client-id", "tenant-uuid", "state", "authorised-by", "expires"},
              "",
              false},
             state->options,
             CallArguments{}.text("client", state->client).text("tenant", state->tenant));
  });
}

}  // namespace vip::cli
