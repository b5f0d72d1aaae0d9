// `vip customer`

#include "cli/party_command.h"

namespace vip::cli {

void add_customer_command(CLI::App& app, Outcome& outcome) {
  add_party_command(
      app, outcome,
      {"customer", "Customers: veterinary groups, who own tenants", "Hillside Vets Ltd"});
}

}  // namespace vip::cli
