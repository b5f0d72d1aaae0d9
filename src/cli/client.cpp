// `vip client`: the keys by which a business's servers call the API.

#include <CLI/CLI.hpp>
#include <array>

#include "cli/admin_command.h"
#include "cli/declare.h"
#include "cli/durations.h"

namespace vip::cli {
namespace {

constexpr auto kSecretNote =
    "The secret is shown this once and kept nowhere. Store it where your server keeps its secrets.";

// Of its secrets and of its grants.
constexpr std::array kShownColumns{"secret-uuid", "created-date", "tenant-uuid",  "tenant",
                                   "state",       "expires",      "authorised-by"};

struct ClientState {
  AdminOptions options;
  std::string client, business, name, environment = "sandbox", overlap = "24h", secret;
  std::vector<std::string> scopes, allow, add, remove, set;
  std::string rate;
  bool clear = false;
  bool end_tokens = false;
};
using SharedClientState = std::shared_ptr<ClientState>;

// A command on one client; `build` adds to the arguments what else it takes.
CLI::App* add_on_client(CLI::App* group, const SharedClientState& state, Outcome& outcome,
                        const AdminCommand& command, const std::string& description,
                        const std::function<void(CallArguments&)>& build = {}) {
  auto* added =
      add_admin_command(*group, state->options, outcome, command, description, [state, build] {
        CallArguments arguments;
        arguments.text("client", state->client);
        if (build) build(arguments);
        return arguments;
      });
  add_argument(*added, "client", state->client, "The client, by client id, UUID or name");
  return added;
}

void add_create(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* create =
      add_admin_command(*group, state->options, outcome, {"client create", {}, kSecretNote},
                        "Add a client; print its secret, once", [state] {
                          return CallArguments{}
                              .text("business", state->business)
                              .text("name", state->name)
                              .text("environment", state->environment)
                              .texts("scopes", state->scopes)
                              .texts("allow", state->allow);
                        });
  add_value(*create, "--business", state->business, "NAME", "Whose client it is, by name or UUID")
      ->required();
  add_value(*create, "--name", state->name, "NAME",
            "A name that no other client of the business has")
      ->required();
  add_choice(*create, "--environment", state->environment, {"sandbox", "production"},
             "Which tenants it can be granted: those of this environment")
      ->capture_default_str();
  add_list(*create, "--scopes", state->scopes, scope_list(),
           "What it may do: scopes, all, or all-but-pii. Unless given: all in the sandbox, none in "
           "production");
  add_list(*create, "--allow", state->allow, address_list(),
           "Addresses that it may call from. In production none means that it cannot call at all");
  describe(*create, "",
           {{"vip client create --business \"Acme Reminders\" --name trial", ""},
            {"vip client create --business \"Acme Reminders\" --name warehouse --environment "
             "production --scopes contact:read patient:read --allow 203.0.113.0/24 198.51.100.7",
             ""}});
}

void add_show_and_list(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  add_on_client(group, state, outcome,
                {"client show", {kShownColumns.begin(), kShownColumns.end()}, ""},
                "Show a client: scopes, addresses, dates of its secrets, tenants");
  auto* list = add_admin_command(
      *group, state->options, outcome,
      {"client list",
       {"client-uuid", "client-id", "name", "business", "environment", "disabled"},
       ""},
      "List all clients, or those of one business",
      [state] { return CallArguments{}.text("business", state->business); });
  add_value(*list, "--business", state->business, "NAME", "Only those of this business");
}

void add_rename(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* rename =
      add_on_client(group, state, outcome, {"client rename", {}, ""},
                    "Change the name; client id, secrets and tokens stay",
                    [state](CallArguments& arguments) { arguments.text("name", state->name); });
  add_argument(*rename, "name", state->name, "The new name");
}

void add_changes(CLI::App* command, const SharedClientState& state, const ListOf& of,
                 const std::string& things) {
  add_list(*command, "--add", state->add, of, "Add these " + things);
  add_list(*command, "--remove", state->remove, of, "Take these " + things + " away");
}

void add_scopes(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* scopes = add_on_client(
      group, state, outcome, {"client scopes", {}, ""},
      "Change what a client may do; issued tokens lose at once what is "
      "removed",
      [state](CallArguments& arguments) {
        arguments.texts("set", state->set).texts("add", state->add).texts("remove", state->remove);
      });
  auto* set = add_list(*scopes, "--set", state->set, scope_list(),
                       "The whole list: scopes, all, or all-but-pii");
  add_changes(scopes, state, scope_list(), "scopes");
  for (const auto* name : {"--add", "--remove"}) scopes->get_option(name)->excludes(set);
  describe(*scopes, "",
           {{"vip client scopes main --add reminder:read --remove contact:pii", ""},
            {"vip client scopes main --set contact:read patient:read", ""}});
}

void add_allow(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* allow = add_on_client(group, state, outcome, {"client allow", {}, ""},
                              "Change the addresses that a client may call from, at once",
                              [state](CallArguments& arguments) {
                                arguments.texts("set", state->set)
                                    .texts("add", state->add)
                                    .texts("remove", state->remove)
                                    .flag("clear", state->clear);
                              });
  add_list(*allow, "--set", state->set, address_list(), "The whole list of addresses");
  add_changes(allow, state, address_list(), "addresses");
  allow->add_flag("--clear", state->clear, "Empty the list first");
  describe(*allow, "",
           {{"vip client allow main --add 198.51.100.7 203.0.113.0/24", ""},
            {"vip client allow main --add 2001:db8::1 --remove 198.51.100.7", ""}});
}

void add_limits(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* limits =
      add_on_client(group, state, outcome, {"client limits", {}, ""},
                    "Change how much server time a client may use for each tenant, at once",
                    [state](CallArguments& arguments) { arguments.text("rate", state->rate); });
  limits
      ->add_option("--rate", state->rate,
                   "Milliseconds a minute, of which a MiB of bodies and answers counts as one; "
                   "`default` is the "
                   "setting rate-limit, `none` no limit")
      ->required();
  describe(*limits, "",
           {{"vip client limits main --rate 120000", ""},
            {"vip client limits main --rate default", ""}});
}

void add_secrets(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* rotate = add_on_client(
      group, state, outcome, {"client rotate", {}, kSecretNote},
      "Make a new secret; print it, once", [state](CallArguments& arguments) {
        const auto overlap = seconds_of(state->overlap);
        if (!overlap)
          throw CLI::ValidationError{"--overlap", "takes a duration such as 24h, 30m, 45s or 0"};
        arguments.number("overlap-seconds", *overlap).flag("end-tokens", state->end_tokens);
      });
  add_value(*rotate, "--overlap", state->overlap, "DURATION",
            "How long the old secret works on: 7d, 24h, 30m; 0 ends it at once")
      ->capture_default_str();
  rotate->add_flag("--end-tokens", state->end_tokens, "End the issued tokens too");
  auto* revoke =
      add_on_client(group, state, outcome, {"client revoke-secret", {}, ""},
                    "End one of a client's secrets at once; issued tokens stay valid, but for "
                    "--end-tokens",
                    [state](CallArguments& arguments) {
                      arguments.text("secret", state->secret).flag("end-tokens", state->end_tokens);
                    });
  add_argument(*revoke, "secret", state->secret, "The secret's UUID; `vip client show` lists them");
  revoke->add_flag("--end-tokens", state->end_tokens, "End the issued tokens too");
}

void add_switches(CLI::App* group, const SharedClientState& state, Outcome& outcome) {
  auto* disable = add_on_client(group, state, outcome, {"client disable", {}, ""},
                                "Shut a client out at once and end its tokens");
  // Said by who reads of it elsewhere; disabling always ends tokens.
  disable->add_flag("--end-tokens", state->end_tokens,
                    "Ends the issued tokens, which it always does");
  add_on_client(group, state, outcome, {"client enable", {}, ""},
                "Let a client in again; earlier tokens stay ended");
}

}  // namespace

void add_client_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<ClientState>();
  auto* group = app.add_subcommand("client", "Clients: the keys by which a business calls the API")
                    ->group(kAdministration);
  group->require_subcommand(1);
  describe(*group,
           "A client is named by its client id, its UUID or, where only one client has it, its "
           "name.",
           {{"vip client create --business \"Acme Reminders\" --name main", ""},
            {"vip client create --business \"Acme Reminders\" --name live --environment production "
             "--scopes contact:read,patient:read --allow 203.0.113.0/24",
             ""},
            {"vip client list", ""},
            {"vip client show main", ""},
            {"vip client scopes main --add reminder:read --remove contact:pii", ""},
            {"vip client allow live --add 198.51.100.7", ""},
            {"vip client rotate main --overlap 24h", "a new secret; the old one works for a day"},
            {"vip client rename main reminders", ""},
            {"vip client disable reminders", "at once, also for issued tokens"},
            {"vip client enable reminders", ""}});
  add_create(group, state, outcome);
  add_show_and_list(group, state, outcome);
  add_rename(group, state, outcome);
  add_scopes(group, state, outcome);
  add_allow(group, state, outcome);
  add_limits(group, state, outcome);
  add_secrets(group, state, outcome);
  add_switches(group, state, outcome);
}

}  // namespace vip::cli
