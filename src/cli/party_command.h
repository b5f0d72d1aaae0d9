#pragma once

#include <string>

#include "cli/commands.h"

namespace vip::cli {

// `vip business` and `vip customer` are the same two commands on two kinds of parties.
struct PartyCommand {
  std::string kind;         // "business"
  std::string description;  // of the kind
  std::string example;      // a name
};
void add_party_command(CLI::App& app, Outcome& outcome, const PartyCommand& party);

}  // namespace vip::cli
