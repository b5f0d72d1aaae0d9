// `vip explain`: what follows from a resource's declaration, as the server sees it: its routes,
// scopes, filters, tables.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/declare.h"
#include "cli/embedded_declarations.h"
#include "declaration/reader.h"
#include "schema/parameters.h"
#include "schema/routes.h"
#include "store/plan.h"
#include "store/schema.h"
#include "store/sql.h"

namespace vip::cli {
namespace {

void print_routes(const Resource& resource) {
  std::cout << "Routes, below /" << resource.domain->name << "/v1/api\n";
  for (const Route& route : routes_of(resource))
    std::cout << "  " << to_string(route.method) << ' ' << route.path << "   scope "
              << scope_of(route) << '\n';
}

// A line for each name, with the operators that it takes: "quantity = lt lte gt gte".
void print_parameters(const Resource& resource) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const QueryParameter& parameter : list_parameters(resource)) {
    const std::size_t bracket = parameter.name.find('[');
    const std::string name = parameter.name.substr(0, bracket);
    if (lines.empty() || lines.back().first != name) lines.emplace_back(name, "");
    lines.back().second +=
        bracket == std::string::npos
            ? " ="
            : " " + parameter.name.substr(bracket + 1, parameter.name.size() - bracket - 2);
  }
  std::cout << "\nParameters of lists\n";
  for (const auto& [name, operators] : lines)
    std::cout << "  " << name << (operators == " =" ? "" : operators) << '\n';
}

void print_fields(const Resource& resource) {
  std::cout << "\nFields\n";
  for (const Field& field : resource.fields) {
    std::cout << "  " << field.name;
    if (field.required) std::cout << ", required";
    if (field.read_only) std::cout << ", read-only";
    if (field.immutable) std::cout << ", immutable";
    if (field.pii) std::cout << ", personal";
    if (field.is_reference())
      std::cout << ", refers to "
                << (field.any_of.empty() ? field.references
                                         : fmt::format("{}", fmt::join(field.any_of, " or ")));
    for (const auto& constraint : field.constraints)
      if (const std::string text = constraint->explanation(); !text.empty())
        std::cout << ", " << text;
    std::cout << '\n';
  }
}

// What its own keywords come to: the projections.
void print_constraints(const Resource& resource) {
  for (const auto& constraint : resource.constraints)
    if (const std::string text = constraint->explanation(); !text.empty())
      std::cout << '\n' << text << '\n';
}

void print_storage(const Resource& resource, const Catalogue& catalogue) {
  const Schema schema = schema_of(catalogue);
  for (const Table& table : schema.tables) {
    if (table.resource != &resource) continue;
    std::cout << "\nTable " << table.name << '\n';
    for (const Column& column : table.columns)
      std::cout << "  " << column.name << ' ' << column.constraint << '\n';
    for (const Index& index : table.indexes) {
      std::cout << "  index " << index.name << " (";
      for (std::size_t i = 0; i < index.columns.size(); ++i)
        std::cout << (i == 0 ? "" : ", ") << index.columns[i];
      std::cout << ")\n";
    }
  }
  Query query;
  query.resource = &resource;
  const StorePlan plan{catalogue};
  std::cout << "\nA first page\n";
  for (const Sql& statement : select_statements(query, plan))
    std::cout << "  " << statement.text << '\n';
}

std::string path_of(const Resource& resource) {
  return resource.domain->name + "/" + resource.name;
}

std::vector<const Resource*> resources_named(const std::string& name, const Catalogue& catalogue) {
  std::vector<const Resource*> named;
  for (const Resource* resource : catalogue.all())
    if (resource->name == name || path_of(*resource) == name) named.push_back(resource);
  return named;
}

// What could have been meant, when that is none or several.
int tell_which(const std::string& name, const std::vector<const Resource*>& named,
               const Catalogue& catalogue) {
  std::cerr << "vip: there " << (named.empty() ? "is no resource " : "are several resources ")
            << name << ". " << (named.empty() ? "There are" : "Say which") << ":\n";
  for (const Resource* resource : named.empty() ? catalogue.all() : named)
    std::cerr << "  " << path_of(*resource) << '\n';
  return kUsage;
}

int run_explain(const std::string& name, const std::string& declarations) {
  const auto catalogue = read_catalogue(declarations.empty() ? embedded_declarations()
                                                             : declarations_in(declarations));
  if (!catalogue)
    throw std::runtime_error("the declarations have errors; `vip check --declarations` names them");
  const std::vector<const Resource*> named = resources_named(name, *catalogue);
  if (named.size() != 1) return tell_which(name, named, *catalogue);
  const Resource& resource = *named.front();
  std::cout << resource.title << ": " << resource.description << "\n\n";
  print_routes(resource);
  print_parameters(resource);
  print_fields(resource);
  print_constraints(resource);
  print_storage(resource, *catalogue);
  return kDone;
}

}  // namespace

void add_explain_command(CLI::App& app, Outcome& outcome) {
  auto name = std::make_shared<std::string>();
  auto declarations = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("explain",
                         "Show what follows from a resource's declaration: routes, fields, "
                         "effects, SQL")
          ->group(kDevelopment);
  add_argument(*command, "resource", *name, "Such as contacts or contact-management/contacts");
  add_value(*command, "--declarations", *declarations, "DIR",
            "Directory to read the declarations from; those in the program unless given");
  describe(*command, "",
           {{"vip explain contacts", ""},
            {"vip explain contact-management/contacts --declarations domains", ""}});
  command->callback([name, declarations, &outcome] {
    try {
      outcome.exit_code = run_explain(*name, *declarations);
    } catch (const std::exception& error) {
      std::cerr << "vip: " << error.what() << '\n';
      outcome.exit_code = kRefused;
    }
  });
}

}  // namespace vip::cli
