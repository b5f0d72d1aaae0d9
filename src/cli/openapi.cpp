// `vip openapi`: the contracts of the domains, written, compared with those committed, or shown.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/embedded_declarations.h"
#include "declaration/reader.h"
#include "openapi/generator.h"

namespace vip::cli {
namespace {

struct OpenApiCommand {
  std::string declarations;
  std::string domain;
  std::string write;
  bool check = false;
  std::string format = "json";
};

std::string shown(const Domain& domain, const std::string& format) {
  const OpenApiOptions options{std::string(kPublishedBase), {}};
  if (format == "yaml") return openapi_yaml(domain, options);
  if (format == "3.0") return openapi_3_0_json(domain, options);
  if (format == "postman") return postman_json(domain, options);
  return openapi_committed(domain);
}

std::filesystem::path contract_path(const std::string& root, const std::string& domain) {
  return std::filesystem::path(root) / domain / "openapi" / "v1.json";
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

int visit(const OpenApiCommand& command, const Domain& domain) {
  const std::string document = openapi_committed(domain);
  const std::filesystem::path path =
      contract_path(command.write.empty() ? "domains" : command.write, domain.name);
  if (command.check) {
    if (read_file(path) == document) return kDone;
    std::cerr << path.string()
              << " is not what the declarations say. Write it anew: vip openapi --write domains\n";
    return kRefused;
  }
  if (!command.write.empty()) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out{path, std::ios::binary};
    out << document;
    if (!out.flush()) throw std::runtime_error(path.string() + " could not be written");
    std::cout << path.string() << '\n';
    return kDone;
  }
  std::cout << shown(domain, command.format) << '\n';
  return kDone;
}

int run_openapi(const OpenApiCommand& command) {
  const auto catalogue =
      read_catalogue(command.declarations.empty() ? embedded_declarations()
                                                  : declarations_in(command.declarations));
  if (!catalogue)
    throw std::runtime_error("the declarations have errors; `vip check --declarations` names them");
  const bool all = command.check || !command.write.empty();
  if (command.domain.empty() && !all) {
    std::cerr << "vip: name a domain with --domain: ";
    for (const auto& domain : catalogue->domains) std::cerr << domain->name << ' ';
    std::cerr << '\n';
    return kUsage;
  }
  int worst = kDone;
  for (const auto& domain : catalogue->domains)
    if (command.domain.empty() || domain->name == command.domain)
      worst = std::max(worst, visit(command, *domain));
  if (!command.domain.empty() && catalogue->domain(command.domain) == nullptr) {
    std::cerr << "vip: there is no domain " << command.domain << '\n';
    return kUsage;
  }
  return worst;
}

}  // namespace

void add_openapi_command(CLI::App& app, Outcome& outcome) {
  auto command = std::make_shared<OpenApiCommand>();
  CLI::App* openapi =
      app.add_subcommand("openapi", "Show, write or check the OpenAPI documents of the domains")
          ->group(kDevelopment);
  add_value(*openapi, "--declarations", command->declarations, "DIR",
            "Directory to read the declarations from; those in the program unless given");
  add_value(*openapi, "--domain", command->domain, "NAME",
            "One domain only, such as contact-management");
  add_value(*openapi, "--write", command->write, "DIR",
            "Write DIR/<domain>/openapi/v1.json for each domain");
  openapi->add_flag("--check", command->check,
                    "Fail when a committed contract is not what the declarations say");
  add_choice(*openapi, "--format", command->format, {"json", "yaml", "3.0", "postman"},
             "What to show: json or yaml (OpenAPI 3.1), 3.0 (JSON), postman (a collection)");
  openapi->add_flag_callback(
      "--yaml", [command] { command->format = "yaml"; }, "The same as --format yaml");
  describe(*openapi, "",
           {{"vip openapi --domain contact-management --format yaml", ""},
            {"vip openapi --domain billing --format 3.0", "for older tools"},
            {"vip openapi --write domains", "write them anew after a change"},
            {"vip openapi --check", "are the committed ones what the declarations say?"}});
  openapi->callback([command, &outcome] {
    try {
      outcome.exit_code = run_openapi(*command);
    } catch (const std::exception& error) {
      std::cerr << "vip: " << error.what() << '\n';
      outcome.exit_code = kRefused;
    }
  });
}

}  // namespace vip::cli
