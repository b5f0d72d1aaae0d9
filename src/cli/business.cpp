// `vip business`

#include "cli/party_command.h"

namespace vip::cli {

void add_business_command(CLI::App& app, Outcome& outcome) {
  add_party_command(app, outcome,
                    {"business", "Businesses: integrators, who own clients", "Acme Reminders"});
}

}  // namespace vip::cli
