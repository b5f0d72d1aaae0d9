// `vip grant`: which client may work with which tenant, and who said so.

#include <CLI/CLI.hpp>

#include "cli/admin_command.h"
#include "cli/declare.h"

namespace vip::cli {
namespace {

struct GrantState {
  AdminOptions options;
  std::string client, tenant, authorised_by, authorised_date, expires;
  std::vector<std::string> scopes;
  bool end_tokens = false;
};
using SharedGrantState = std::shared_ptr<GrantState>;

void add_names(CLI::App* command, const SharedGrantState& state, bool required) {
  add_value(*command, "--client", state->client, "CLIENT", "The client, by client id, UUID or name")
      ->required(required);
  add_value(*command, "--tenant", state->tenant, "TENANT", "The tenant, by UUID or name")
      ->required(required);
}

void add_add(CLI::App* group, const SharedGrantState& state, Outcome& outcome) {
  auto* add = add_admin_command(*group, state->options, outcome, {"grant add", {}, ""},
                                "Let a client work with a tenant", [state] {
                                  return CallArguments{}
                                      .text("client", state->client)
                                      .text("tenant", state->tenant)
                                      .text("authorised-by", state->authorised_by)
                                      .text("authorised-date", state->authorised_date)
                                      .text("expires", state->expires)
                                      .texts("scopes", state->scopes);
                                });
  add_names(add, state, true);
  add_value(*add, "--authorised-by", state->authorised_by, "TEXT",
            "Who of the customer authorised it, as \"J. Hill, practice owner\"")
      ->required();
  add_value(*add, "--authorised-date", state->authorised_date, "DATE",
            "When that was: 2026-03-01, or 2026-03-01T09:30:00Z; now unless given");
  add_value(*add, "--expires", state->expires, "DATE",
            "When the grant ends by itself; never unless given");
  add_list(*add, "--scopes", state->scopes, scope_list(),
           "Only these of the client's scopes, for this tenant");
}

}  // namespace

void add_grant_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<GrantState>();
  auto* group = app.add_subcommand("grant", "Grants: which client may work with which tenant")
                    ->group(kAdministration);
  group->require_subcommand(1);
  describe(*group, "Clients and tenants are named as in `vip client` and `vip tenant`.",
           {{"vip grant add --client main --tenant Hillside --authorised-by "
             "\"J. Hill, practice owner\"",
             ""},
            {"vip grant list --tenant Hillside", ""},
            {"vip grant revoke --client main --tenant Hillside", "at once"},
            {"vip grant add --client main --tenant Hillside --authorised-by \"J. Hill\" "
             "--scopes patient:read --expires 2030-01-01",
             ""}});
  add_add(group, state, outcome);
  auto* revoke = add_admin_command(*group, state->options, outcome, {"grant revoke", {}, ""},
                                   "Take a grant back, at once", [state] {
                                     return CallArguments{}
                                         .text("client", state->client)
                                         .text("tenant", state->tenant)
                                         .flag("end-tokens", state->end_tokens);
                                   });
  add_names(revoke, state, true);
  revoke->add_flag("--end-tokens", state->end_tokens,
                   "End the client's tokens too, for all tenants");
  auto* list = add_admin_command(
      *group, state->options, outcome,
      {"grant list", {"client-id", "tenant-uuid", "state", "authorised-by", "expires"}, ""},
      "List all grants, revoked ones too, or those of a client or a tenant", [state] {
        return CallArguments{}.text("client", state->client).text("tenant", state->tenant);
      });
  add_names(list, state, false);
}

}  // namespace vip::cli
