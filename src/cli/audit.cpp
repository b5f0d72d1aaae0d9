// `vip audit`: what changed, who was refused, and whether the record of it is whole.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/admin_command.h"
#include "cli/declare.h"

namespace vip::cli {
namespace {

struct AuditState {
  AdminOptions options;
  std::string since, until;
};

int export_audit(AuditState& state) {
  const auto arguments = [&](std::int64_t after) {
    return CallArguments{}
        .text("since", state.since)
        .text("until", state.until)
        .number("after", after);
  };
  const int code = call_pages({"audit events", "audit refusals"}, state.options, arguments,
                              [](const json::Node& row) {
                                std::cout << json::to_string(row) << '\n';
                                return std::cout.good();
                              });
  if (code != kDone) return code;
  std::cout.flush();
  return std::cout.good() ? kDone : kRefused;
}

constexpr auto kAuditNotes =
    R"(A security event is a token that was issued or revoked, or a command that changed something. It is
stored in one transaction with the change: what cannot be audited is refused. Refused callers are
counted by hour: by client where it is known, else by network. `audit-days` and `audit-events` say how
much is kept; `vip audit export` writes it elsewhere before it goes.)";

}  // namespace

void add_audit_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<AuditState>();
  auto* group = app.add_subcommand("audit", "The audit: what changed, and who was refused")
                    ->group(kAdministration);
  group->require_subcommand(1);
  describe(*group, kAuditNotes,
           {{"vip audit export --since 2026-11-01 > audit.jsonl", ""},
            {"vip audit export | jq 'select(.kind == \"operator-acted\")'", ""},
            {"vip audit check", "whether the chain of events is intact"}});
  auto* exported =
      group->add_subcommand("export", "Write security events and counts of refusals as JSON lines");
  state->options.flags.add_data_to(*exported);
  add_value(*exported, "--since", state->since, "DATE", "Only from this day or moment on (UTC)");
  add_value(*exported, "--until", state->until, "DATE", "Only before this day or moment (UTC)");
  exported->callback([state, &outcome] { outcome.exit_code = export_audit(*state); });
  add_admin_command(*group, state->options, outcome, {"audit check", {}, ""},
                    "Check that no security event was changed or removed",
                    [] { return CallArguments{}; });
}

}  // namespace vip::cli
