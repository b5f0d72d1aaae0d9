// `vip check`: reads the declarations as a server would and says what is wrong with them, by file
// and line.

#include <CLI/CLI.hpp>
#include <iostream>

#include "engine/rule_set.h"
#include "cli/commands.h"
#include "cli/embedded_declarations.h"
#include "core/json.h"
#include "declaration/reader.h"

namespace vip::cli {
namespace {

struct CheckOptions {
  std::string declarations;
  bool as_json = false;
};

void print_faults(const std::vector<DeclarationFault>& faults, bool as_json) {
  if (!as_json) {
    for (const DeclarationFault& fault : faults)
      std::cerr << fault.file << ":" << fault.line << ": " << fault.message << '\n';
    return;
  }
  std::string text;
  json::Writer writer{text};
  writer.begin_object().key("faults").begin_array();
  for (const DeclarationFault& fault : faults) {
    writer.begin_object().key("file").string(fault.file).key("line").number(fault.line);
    writer.key("message").string(fault.message).end_object();
  }
  writer.end_array().end_object();
  std::cout << text << '\n';
}

int run_check(const CheckOptions& options) {
  auto catalogue =
      read_catalogue(options.declarations.empty() ? embedded_declarations()
                                                  : declarations_in(options.declarations));
  if (!catalogue) {
    print_faults(catalogue.error(), options.as_json);
    return kRefused;
  }
  const RuleSet rules{*catalogue, registered_rules(), registered_actions(),
                      registered_jobs()};  // a rule that names an unknown field throws
  if (options.as_json)
    std::cout << "{\"faults\":[]}\n";
  else
    std::cout << catalogue->domains.size() << " domains with " << catalogue->all().size()
              << " resources: no faults\n";
  return kDone;
}

}  // namespace

void add_check_command(CLI::App& app, Outcome& outcome) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand(
      "check", "Check the declarations of all domains, and that their rules fit them.");
  command->add_option("--declarations", options->declarations,
                      "Directory to read them from; default: those in the binary");
  command->add_flag("--json", options->as_json, "Write the faults as JSON");
  command->footer(R"(
Examples:
  vip check                            the declarations that are in the binary
  vip check --declarations domains     those of a folder, while working on them)");
  command->callback([options, &outcome] {
    try {
      outcome.exit_code = run_check(*options);
    } catch (const std::exception& fault) {
      std::cerr << "vip: " << fault.what() << '\n';
      outcome.exit_code = kRefused;
    }
  });
}

}  // namespace vip::cli
