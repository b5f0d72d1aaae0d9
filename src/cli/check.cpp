// `vip check`: reads the declarations as a server would and says what is wrong with them, by file
// and line.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/embedded_declarations.h"
#include "core/json.h"
#include "declaration/reader.h"
#include "engine/rule_set.h"
#include "openapi/name_rules.h"

namespace vip::cli {
namespace {

struct CheckOptions {
  std::string declarations;
  bool as_json = false;
};

void print_errors(const std::vector<DeclarationError>& errors, bool as_json) {
  if (!as_json) {
    for (const DeclarationError& error : errors)
      std::cerr << error.file << ":" << error.line << ": " << error.message << '\n';
    return;
  }
  std::string text;
  json::Writer writer{text};
  writer.begin_object().key("errors").begin_array();
  for (const DeclarationError& error : errors) {
    writer.begin_object().key("file").string(error.file).key("line").number(error.line);
    writer.key("message").string(error.message).end_object();
  }
  writer.end_array().end_object();
  std::cout << text << '\n';
}

int run_check(const CheckOptions& options) {
  auto catalogue =
      read_catalogue(options.declarations.empty() ? embedded_declarations()
                                                  : declarations_in(options.declarations));
  if (!catalogue) {
    print_errors(catalogue.error(), options.as_json);
    return kRefused;
  }
  std::vector<DeclarationError> names;
  for (openapi::NameFault& fault : openapi::name_faults(*catalogue))
    names.push_back({std::move(fault.file), 1, std::move(fault.message)});
  if (!names.empty()) {
    print_errors(names, options.as_json);
    return kRefused;
  }
  const RuleSet rules{*catalogue, registered_rules(), registered_actions(),
                      registered_jobs()};  // a rule that names an unknown field throws
  if (options.as_json)
    std::cout << "{\"errors\":[]}\n";
  else
    std::cout << catalogue->domains.size() << " domains with " << catalogue->all().size()
              << " resources: no errors\n";
  return kDone;
}

}  // namespace

void add_check_command(CLI::App& app, Outcome& outcome) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command =
      app.add_subcommand("check", "Check the declarations, and that the rules fit them")
          ->group(kDevelopment);
  add_value(*command, "--declarations", options->declarations, "DIR",
            "Directory to read them from; those in the program unless given");
  command->add_flag("--json", options->as_json, "Write the errors as JSON");
  describe(*command, "",
           {{"vip check", "those in the program"},
            {"vip check --declarations domains", "those of a folder, while working on them"}});
  command->callback([options, &outcome] {
    try {
      outcome.exit_code = run_check(*options);
    } catch (const std::exception& error) {
      std::cerr << "vip: " << error.what() << '\n';
      outcome.exit_code = kRefused;
    }
  });
}

}  // namespace vip::cli
