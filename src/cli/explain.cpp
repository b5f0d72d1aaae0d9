// `vip explain`: what follows from a resource's declaration, as the server sees it: its routes,
// scopes, filters, tables.

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "model/parameters.h"
#include "model/reader.h"
#include "model/routes.h"
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

void print_parameters(const Resource& resource) {
  std::cout << "\nParameters of lists\n ";
  for (const QueryParameter& parameter : list_parameters(resource))
    std::cout << ' ' << parameter.name;
  std::cout << "\n\nFields\n";
  for (const Field& field : resource.fields) {
    std::cout << "  " << field.name;
    if (field.required) std::cout << ", required";
    if (field.read_only) std::cout << ", read-only";
    if (field.immutable) std::cout << ", immutable";
    if (field.personal) std::cout << ", personal";
    if (field.is_reference()) std::cout << ", refers to " << field.references;
    std::cout << '\n';
  }
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

int run_explain(const std::string& name, const std::string& declarations) {
  const auto catalogue = read_catalogue(declarations.empty() ? embedded_declarations()
                                                             : declarations_in(declarations));
  if (!catalogue) throw std::runtime_error("the declarations have faults; `vip check` names them");
  for (const Resource* resource : catalogue->all()) {
    if (resource->name != name && resource->domain->name + "/" + resource->name != name) continue;
    std::cout << resource->title << ": " << resource->description << "\n\n";
    print_routes(*resource);
    print_parameters(*resource);
    print_storage(*resource, *catalogue);
    return kDone;
  }
  std::cerr << "vip: there is no resource " << name << ". There are:\n ";
  for (const Resource* resource : catalogue->all())
    std::cerr << ' ' << resource->domain->name << '/' << resource->name;
  std::cerr << '\n';
  return kUsage;
}

}  // namespace

void add_explain_command(CLI::App& app, Outcome& outcome) {
  auto name = std::make_shared<std::string>();
  auto declarations = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "explain", "Show what follows from a resource's declaration: routes, fields, SQL.");
  command->add_option("resource", *name, "Such as contacts or contact-management/contacts")
      ->required();
  command->add_option("--declarations", *declarations, "Directory to read the declarations from");
  command->callback([name, declarations, &outcome] {
    try {
      outcome.exit_code = run_explain(*name, *declarations);
    } catch (const std::exception& fault) {
      std::cerr << "vip: " << fault.what() << '\n';
      outcome.exit_code = kRefused;
    }
  });
}

}  // namespace vip::cli
