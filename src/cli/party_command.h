#pragma once

#include <string>

#include "cli/commands.h"

namespace vip::cli {

// `vip business` and `vip customer` are the same commands on two kinds of parties.
struct PartyCommand {
  std::string kind;         // "business"
  std::string description;  // of the group
  std::string example;      // a name
  std::string new_name;     // a name that it could get
};
void add_party_command(CLI::App& app, Outcome& outcome, const PartyCommand& party);

}  // namespace vip::cli
