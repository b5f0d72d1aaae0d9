// `vip client`: the keys by which a business's servers call the API.

#include <CLI/CLI.hpp>

#include "cli/admin_call.h"
#include "cli/commands.h"
#include "cli/durations.h"

namespace vip::cli {
namespace {

constexpr auto kClientFooter =
    R"(A client is named by its UUID, its client id or, where only one has it, its name.

Examples:
  vip client create --business "Acme Reminders" --name main
  vip client create --business "Acme Reminders" --name live --environment production \
      --scopes contact:read,patient:read --allow 203.0.113.0/24
  vip client scopes main --add reminder:read --remove contact:pii
  vip client allow live --add 198.51.100.7
  vip client rotate main --overlap 24h        a new secret; the old one goes on for a day
  vip client disable main                     at once, also for tokens that are out)";

constexpr auto kSecretNote =
    "The secret is shown this once and kept nowhere. Store it where your server keeps its secrets.";

struct ClientState {
  AdminOptions options;
  std::string client, business, name, environment, overlap = "24h", secret;
  std::vector<std::string> scopes, allow, add, remove, set;
  bool clear = false;
  bool end_tokens = false;
};
using SharedClientState = std::shared_ptr<ClientState>;

// One value each time, or several separated by commas: what follows is not swallowed.
CLI::Option* add_list(CLI::App* command, const std::string& name, std::vector<std::string>& values,
                      const std::string& description) {
  return command->add_option(name, values, description)->delimiter(',')->allow_extra_args(false);
}

CLI::App* add_on_client(CLI::App* group, const SharedClientState& state, const std::string& name,
                        const std::string& description) {
  auto* command = group->add_subcommand(name, description);
  command->add_option("client", state->client, "The client")->required();
  add_admin_options(*command, state->options);
  return command;
}

void add_create(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* create = group->add_subcommand("create", "Make one; prints its secret, once");
  create->add_option("--business", state->business, "Whose client it is, by name or UUID")
      ->required();
  create->add_option("--name", state->name, "A name that none of the business's clients has")
      ->required();
  create->add_option("--environment", state->environment, "sandbox (default) or production")
      ->check(CLI::IsMember({"sandbox", "production"}));
  add_list(create, "--scopes", state->scopes,
           "As contact:read,patient:read; all; or all-but-pii. Default: all in the sandbox, none "
           "in production");
  add_list(create, "--allow", state->allow,
           "Address ranges it may call from. In production none means that it cannot call at all");
  add_admin_options(*create, state->options);
  create->callback([state, &outcome] {
    outcome.exit_code = call({"client create", {}, kSecretNote, false}, state->options,
                             CallArguments{}
                                 .text("business", state->business)
                                 .text("name", state->name)
                                 .text("environment", state->environment)
                                 .texts("scopes", state->scopes)
                                 .texts("allow", state->allow));
  });
}

void add_show_and_list(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* show = add_on_client(group, state, "show",
                             "Show one with its scopes, allow-list and secrets' dates");
  show->callback([state, &outcome] {
    outcome.exit_code = call({"client show", {}, "", false}, state->options,
                             CallArguments{}.text("client", state->client));
  });
  auto* list = group->add_subcommand("list", "Show all, or those of one business");
  list->add_option("--business", state->business, "Only those of this one");
  add_admin_options(*list, state->options);
  list->callback([state, &outcome] {
    outcome.exit_code =
        call({"client list",
              {"client-uuid", "client-id", "name", "business", "environment", "disabled"},
              "",
              false},
             state->options, CallArguments{}.text("business", state->business));
  });
}

void add_scopes(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* scopes =
      add_on_client(group, state, "scopes",
                    "Change what it may do. Tokens that are out lose what is removed at once");
  auto* set = add_list(scopes, "--set", state->set, "The whole list: scopes, all, or all-but-pii");
  add_list(scopes, "--add", state->add, "Scopes to add")->excludes(set);
  add_list(scopes, "--remove", state->remove, "Scopes to take away")->excludes(set);
  scopes->callback([state, &outcome] {
    outcome.exit_code = call({"client scopes", {}, "", false}, state->options,
                             CallArguments{}
                                 .text("client", state->client)
                                 .texts("set", state->set)
                                 .texts("add", state->add)
                                 .texts("remove", state->remove));
  });
}

void add_allow(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* allow =
      add_on_client(group, state, "allow", "Change where it may call from; holds at once");
  add_list(allow, "--set", state->set, "The whole list of address ranges");
  add_list(allow, "--add", state->add, "Ranges to add, as 203.0.113.0/24 or 2001:db8::1");
  add_list(allow, "--remove", state->remove, "Ranges to take away, as they stand on the list");
  allow->add_flag("--clear", state->clear, "Empty the list first");
  allow->callback([state, &outcome] {
    outcome.exit_code = call({"client allow", {}, "", false}, state->options,
                             CallArguments{}
                                 .text("client", state->client)
                                 .texts("set", state->set)
                                 .texts("add", state->add)
                                 .texts("remove", state->remove)
                                 .flag("clear", state->clear));
  });
}

void add_secrets(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* rotate = add_on_client(group, state, "rotate", "Make a new secret; prints it, once");
  rotate
      ->add_option("--overlap", state->overlap,
                   "How long the old secret still serves: 24h, 30m; 0 ends it at once")
      ->capture_default_str();
  rotate->add_flag("--end-tokens", state->end_tokens, "End the tokens that are out too");
  rotate->callback([state, &outcome] {
    const auto overlap = seconds_of(state->overlap);
    if (!overlap)
      throw CLI::ValidationError{"--overlap", "takes a duration such as 24h, 30m, 45s or 0"};
    outcome.exit_code = call({"client rotate", {}, kSecretNote, false}, state->options,
                             CallArguments{}
                                 .text("client", state->client)
                                 .number("overlap-seconds", *overlap)
                                 .flag("end-tokens", state->end_tokens));
  });
  auto* revoke = add_on_client(
      group, state, "revoke-secret",
      "End one of its secrets at once. Tokens that are out stay, but for --end-tokens");
  revoke->add_option("secret", state->secret, "The secret's UUID; `vip client show` lists them")
      ->required();
  revoke->add_flag("--end-tokens", state->end_tokens, "End the tokens that are out too");
  revoke->callback([state, &outcome] {
    outcome.exit_code = call({"client revoke-secret", {}, "", false}, state->options,
                             CallArguments{}
                                 .text("client", state->client)
                                 .text("secret", state->secret)
                                 .flag("end-tokens", state->end_tokens));
  });
}

void add_switches(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* disable = add_on_client(group, state, "disable", "Shut it out at once and end its tokens");
  // Said by who reads of it elsewhere; disabling always ends tokens.
  disable->add_flag("--end-tokens", state->end_tokens,
                    "Ends the tokens that are out: it always does");
  disable->callback([state, &outcome] {
    outcome.exit_code = call({"client disable", {}, "", false}, state->options,
                             CallArguments{}.text("client", state->client));
  });
  auto* enable =
      add_on_client(group, state, "enable", "Let it in again; tokens of before stay ended");
  enable->callback([state, &outcome] {
    outcome.exit_code = call({"client enable", {}, "", false}, state->options,
                             CallArguments{}.text("client", state->client));
  });
}

}  // namespace

void add_client_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<ClientState>();
  auto* group = app.add_subcommand("client", "Clients: the keys by which a business calls the API");
  group->require_subcommand(1);
  group->footer(kClientFooter);
  add_create(group, state, outcome);
  add_show_and_list(group, state, outcome);
  add_scopes(group, state, outcome);
  add_allow(group, state, outcome);
  add_secrets(group, state, outcome);
  add_switches(group, state, outcome);
}

}  // namespace vip::cli
