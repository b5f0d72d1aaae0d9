// `vip customer`

#include "cli/party_command.h"

namespace vip::cli {

void add_customer_command(CLI::App& app, Outcome& outcome) {
  add_party_command(app, outcome,
                    {"customer", "Customers: the veterinary groups, each with tenants of its own",
                     "Hillside Vets Ltd", "Hillside Group"});
}

}  // namespace vip::cli
