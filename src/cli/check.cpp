// `vip check`: looks through a data directory; with --declarations, through a folder of
// declarations.

#include <CLI/CLI.hpp>
#include <iostream>

#include "backup/data_check.h"
#include "cli/commands.h"
#include "cli/data_report.h"
#include "cli/declare.h"
#include "cli/embedded_declarations.h"
#include "cli/repository_options.h"
#include "core/json.h"
#include "declaration/reader.h"
#include "engine/rule_set.h"
#include "openapi/name_rules.h"

namespace vip::cli {
namespace {

struct CheckOptions {
  config::Settings settings;
  SettingFlags flags{settings};
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

// As a server would read them.
int check_declarations(const CheckOptions& options) {
  auto catalogue = read_catalogue(declarations_in(options.declarations));
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

int check_directory(CheckOptions& options) {
  const auto wrong = options.flags.load();
  for (const auto& error : wrong) std::cerr << "vip: " << error << '\n';
  if (!wrong.empty()) return kUsage;
  const std::string data = data_directory_to_check(options.settings, options.flags);
  const auto catalogue = read_catalogue(embedded_declarations());
  if (!catalogue) throw std::runtime_error{"the declarations in this program have errors"};
  return report(check_data(data, *catalogue, tell_progress()), options.as_json, data);
}

constexpr auto kCheckNotes =
    R"(Looks at permissions, at the platform, and at each tenant: whether its file is there, is its own and
intact, has the declared tables and indexes; whether references lead to records, totals are the sums
of what they add up, and search finds what it should; and whether the contents of documents are what
their names say, none missing. Each fault says what to do. It works on copies, one tenant at a time,
in a folder inside the data directory, while a server runs or without one.

Exit code 0: no fault, 1: faults, 3: there is no data directory.)";

}  // namespace

void add_check_command(CLI::App& app, Outcome& outcome) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command =
      app.add_subcommand("check", "Check a data directory, or declarations while working on them")
          ->group(kAdministration);
  add_value(*command, "--declarations", options->declarations, "DIR",
            "Check the declarations in this directory instead, and that the rules fit them");
  command->add_flag("--json", options->as_json, "Write what was found as JSON");
  options->flags.add_data_to(*command);
  describe(*command, kCheckNotes,
           {{"vip check", "the data directory var"},
            {"vip check --json", "for programs"},
            {"vip check --declarations domains", "declarations, while working on them"}});
  command->callback([options, &outcome] {
    try {
      outcome.exit_code =
          options->declarations.empty() ? check_directory(*options) : check_declarations(*options);
    } catch (const NoPlatform& error) {
      std::cerr << "vip: " << error.what() << '\n';
      outcome.exit_code = kUnreachable;
    } catch (const std::exception& error) {
      std::cerr << "vip: " << error.what() << '\n';
      outcome.exit_code = kRefused;
    }
  });
}

}  // namespace vip::cli
