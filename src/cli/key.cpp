// `vip key`: the keys that sign access tokens.

#include <CLI/CLI.hpp>

#include "cli/admin_command.h"
#include "cli/declare.h"

namespace vip::cli {

void add_key_command(CLI::App& app, Outcome& outcome) {
  struct State {
    AdminOptions options;
    bool emergency = false;
  };
  const auto state = std::make_shared<State>();
  auto* group =
      app.add_subcommand("key", "Keys: those that sign access tokens")->group(kAdministration);
  group->require_subcommand(1);
  describe(
      *group, "",
      {{"vip key list", ""},
       {"vip key rotate", "the next key signs from now on; issued tokens stay valid"},
       {"vip key rotate --emergency", "a key has leaked: all keys and all tokens end at once"}});
  auto* rotate = add_admin_command(*group, state->options, outcome, {"key rotate", {}, ""},
                                   "Sign with the next key, and publish the one after it", [state] {
                                     return CallArguments{}.flag("emergency", state->emergency);
                                   });
  rotate->add_flag("--emergency", state->emergency, "End every key and every token at once");
  add_admin_command(*group, state->options, outcome,
                    {"key list", {"kid", "state", "created-date", "retired-date"}, ""},
                    "List all keys with their states", [state] { return CallArguments{}; });
}

}  // namespace vip::cli
