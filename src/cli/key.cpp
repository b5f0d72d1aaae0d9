// `vip key`: the keys that sign access tokens.

#include <CLI/CLI.hpp>

#include "cli/admin_call.h"
#include "cli/commands.h"

namespace vip::cli {
namespace {

constexpr auto kKeyFooter = R"(Examples:
  vip key rotate                 the next key signs from now on; tokens that are out hold
  vip key rotate --emergency     a key has leaked: all keys and all tokens end at once)";

struct KeyState {
  AdminOptions options;
  bool emergency = false;
};

}  // namespace

void add_key_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<KeyState>();
  auto* group = app.add_subcommand("key", "The keys that sign access tokens");
  group->require_subcommand(1);
  group->footer(kKeyFooter);
  auto* rotate =
      group->add_subcommand("rotate", "Sign with the next key, and publish the one after it");
  rotate->add_flag("--emergency", state->emergency, "End every key and every token at once");
  add_admin_options(*rotate, state->options);
  rotate->callback([state, &outcome] {
    outcome.exit_code = call({"key rotate", {}, "", false}, state->options,
                             CallArguments{}.flag("emergency", state->emergency));
  });
  auto* list = group->add_subcommand("list", "Show all");
  add_admin_options(*list, state->options);
  list->callback([state, &outcome] {
    outcome.exit_code =
        call({"key list", {"kid", "state", "created-date", "retired-date"}, "", false},
             state->options, CallArguments{});
  });
}

}  // namespace vip::cli
