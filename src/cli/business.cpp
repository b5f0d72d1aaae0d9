// `vip business`

#include "cli/party_command.h"

namespace vip::cli {

void add_business_command(CLI::App& app, Outcome& outcome) {
  add_party_command(app, outcome,
                    {"business", "Businesses: the integrators, each with clients of its own",
                     "Acme Reminders", "Acme Reminders Ltd"});
}

}  // namespace vip::cli
