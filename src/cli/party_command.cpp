// Businesses and customers: made, listed and renamed.

#include "cli/party_command.h"

#include <CLI/CLI.hpp>

#include "cli/admin_command.h"
#include "cli/declare.h"

namespace vip::cli {

void add_party_command(CLI::App& app, Outcome& outcome, const PartyCommand& party) {
  struct State {
    AdminOptions options;
    std::string party, name;
  };
  const auto state = std::make_shared<State>();
  const std::string& kind = party.kind;
  auto* group = app.add_subcommand(kind, party.description)->group(kAdministration);
  group->require_subcommand(1);
  describe(*group, "A " + kind + " is named by its UUID or its name.",
           {{"vip " + kind + " create \"" + party.example + "\"", ""},
            {"vip " + kind + " list", ""},
            {"vip " + kind + " rename \"" + party.example + "\" \"" + party.new_name + "\"", ""}});

  auto* create = add_admin_command(*group, state->options, outcome, {kind + " create", {}, ""},
                                   "Add a " + kind + "; print its UUID",
                                   [state] { return CallArguments{}.text("name", state->name); });
  add_argument(*create, "name", state->name, "A name that no other " + kind + " has");

  add_admin_command(*group, state->options, outcome,
                    {kind + " list", {kind + "-uuid", "name", "created-date"}, ""},
                    "List all, with their UUIDs", [state] { return CallArguments{}; });

  auto* rename = add_admin_command(
      *group, state->options, outcome, {kind + " rename", {}, ""},
      "Change the name; the UUID stays",
      [state, kind] { return CallArguments{}.text(kind, state->party).text("name", state->name); });
  add_argument(*rename, kind, state->party, "The " + kind + ", by UUID or name");
  add_argument(*rename, "name", state->name, "The new name");
}

}  // namespace vip::cli
