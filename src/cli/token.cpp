// `vip token`: an access token for a client.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/api_access.h"
#include "cli/commands.h"
#include "cli/declare.h"
#include "config/settings.h"
#include "core/json.h"
#include "core/time.h"

namespace vip::cli {
namespace {

struct TokenState {
  AccessOptions access;
  std::vector<std::string> scopes;
  bool json = false;
};

std::string lifetime_text(std::int64_t seconds) {
  const auto minutes = seconds / 60;
  return minutes >= 60
             ? std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min"
             : std::to_string(minutes) + " min";
}

int run_token(const TokenState& state) {
  const auto credentials = find_credentials(state.access, config::process_environment);
  if (credentials.client_id.empty())
    throw CallFailed{kUsage,
                     "VIP_TOKEN alone does not get a token: a client id and its secret do."};
  const Token token = request_token(credentials, state.scopes);
  const Instant expires{system_clock().now().milliseconds + token.expires_in * 1000};
  if (!state.json) {
    std::cerr << "vip: the token expires " << to_string(expires) << ", in "
              << lifetime_text(token.expires_in) << '\n';
    std::cout << token.value << '\n';
    return kDone;
  }
  auto node = *json::parse(token.response);
  json::Node moment;
  moment.kind = json::Node::Kind::string;
  moment.text = to_string(expires);
  node.members.emplace_back("expires", std::move(moment));
  std::cout << json::to_string(node) << '\n';
  return kDone;
}

constexpr auto kTokenNotes =
    R"(Prints the token on the standard output and when it expires on the standard error output. The
secret comes from the credentials file or from VIP_CLIENT_SECRET, never from an argument, which other
users of the machine could see. Until a token expires, the same one is given again.

Exit codes: 4 when the server refuses the client, 5 when the server fails, else as for every command.)";

}  // namespace

void add_token_command(CLI::App& app, Outcome& outcome) {
  const auto state = std::make_shared<TokenState>();
  auto* command = app.add_subcommand("token", "Get an access token for a client")->group(kCalling);
  add_list(*command, "--scopes", state->scopes, scope_list(),
           "A token for these of the client's scopes only");
  command->add_flag("--json", state->json, "Print the whole answer, with the moment it expires");
  add_access_options(*command, state->access);
  describe(*command, kTokenNotes,
           {{"vip token", ""},
            {"vip token --scopes contact:read location:read --json", ""},
            {"curl -s -H \"Authorization: Bearer $(vip token)\" -H \"Tenant-Id: $VIP_TENANT_ID\" "
             "\"$VIP_URL/contact-management/v1/api/contacts\"",
             ""}});
  command->callback([state, &outcome] {
    try {
      outcome.exit_code = run_token(*state);
    } catch (const CallFailed& failed) {
      std::cerr << "vip: " << failed.what() << '\n';
      outcome.exit_code = failed.exit_code();
    }
  });
}

}  // namespace vip::cli
