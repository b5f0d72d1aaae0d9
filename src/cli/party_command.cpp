// Businesses and customers: made and listed by name.

#include "cli/party_command.h"

#include <CLI/CLI.hpp>

#include "cli/admin_call.h"

namespace vip::cli {

void add_party_command(CLI::App& app, Outcome& outcome, const PartyCommand& party) {
  struct State {
    AdminOptions options;
    std::string name;
  };
  const auto state = std::make_shared<State>();
  auto* group = app.add_subcommand(party.kind, party.description);
  group->require_subcommand(1);
  group->footer("Example:\n  vip " + party.kind + " create \"" + party.example + "\"");

  auto* create = group->add_subcommand("create", "Make one; prints its UUID");
  create->add_option("name", state->name, "A name that no other " + party.kind + " has")
      ->required();
  add_admin_options(*create, state->options);
  create->callback([state, kind = party.kind, &outcome] {
    outcome.exit_code = call({kind + " create", {}, "", true}, state->options,
                             CallArguments{}.text("name", state->name));
  });

  auto* list = group->add_subcommand("list", "Show all");
  add_admin_options(*list, state->options);
  list->callback([state, kind = party.kind, &outcome] {
    outcome.exit_code = call({kind + " list", {kind + "-uuid", "name", "created-date"}, "", false},
                             state->options, CallArguments{});
  });
}

}  // namespace vip::cli
