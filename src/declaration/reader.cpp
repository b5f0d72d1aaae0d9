// All declarations into one catalogue, or into all their errors.
//
// Why in steps over trees: a file is read by itself first, so that its errors do not hide those of
// others; what it names in other files is resolved when all are read. A resource whose file is
// invalid still stands for itself, so that an error is reported once and not again by everything
// that refers to it.
#include "declaration/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "declaration/parse/read_action.h"
#include "declaration/parse/read_resource.h"
#include "declaration/resolve/resolve.h"
#include "declaration/resolve/standard_fields.h"

namespace vip {
namespace {

using Files = std::map<std::string, std::vector<const DeclarationFile*>>;  // by domain

// Sorts the files by domain; a file in no known place is an error.
Files by_domain(const std::vector<DeclarationFile>& files, CatalogueAst& ast,
                std::vector<DeclarationError>& errors) {
  Files sorted;
  for (const DeclarationFile& file : files) {
    const auto path = split_path(file.path);
    if (!path || !is_kebab_case(path->domain)) {
      errors.push_back({file.path, 1,
                        "expected <domain>/domain.yaml, <domain>/resources/<resource>.yaml, "
                        "<domain>/actions/<action>.yaml, <domain>/content/<name>.yaml or "
                        "<domain>/migrations/<number>-<name>.yaml"});
      continue;
    }
    if (path->folder == "content") {
      ast.contents[file.path] = &file;
      continue;
    }
    if (path->folder == "migrations") {
      ast.migrations[path->domain].push_back(&file);
      continue;
    }
    if (path->folder == "resources") ast.files.insert(path->domain + "/" + path->name);
    sorted[path->domain].push_back(&file);
  }
  for (auto& [domain, own] : sorted) {
    std::sort(own.begin(), own.end(),
              [](const auto* a, const auto* b) { return a->path < b->path; });
  }
  return sorted;
}

void read_files(CatalogueAst& ast, const Files& files, const KeywordRegistry& keywords,
                std::vector<DeclarationError>& errors) {
  for (const auto& [name, own] : files) {
    const auto is_domain = [](const DeclarationFile* file) {
      return file->path.ends_with("/domain.yaml") && split_path(file->path)->folder.empty();
    };
    const auto head = std::find_if(own.begin(), own.end(), is_domain);
    if (head == own.end()) {
      errors.push_back(
          {own.front()->path, 1, fmt::format("the domain {0} has no {0}/domain.yaml", name)});
      continue;
    }
    auto domain = read_domain(**head, errors);
    for (const DeclarationFile* file : own) {
      if (file == *head) continue;
      if (split_path(file->path)->folder == "actions") {
        if (auto action = read_action(*file, *domain->domain, errors, keywords)) {
          domain->actions.push_back(std::move(*action));
        }
        continue;
      }
      auto resource = read_resource(*file, *domain->domain, errors, keywords);
      if (resource == nullptr) continue;
      add_standard_fields(*resource);
      domain->resources.push_back(std::move(resource));
    }
    ast.domains.push_back(std::move(domain));
  }
}

void move_to_catalogue(CatalogueAst& ast) {
  for (const auto& domain : ast.domains) {
    for (const auto& resource : domain->resources) {
      domain->domain->resources.push_back(std::move(resource->owned));
    }
    for (ActionAst& action : domain->actions) {
      action.action->input = std::move(action.input->owned);
      action.action->output = std::move(action.output->owned);
      domain->domain->actions.push_back(std::move(action.owned));
    }
    ast.catalogue.domains.push_back(std::move(domain->owned));
  }
}

// By file and line. A keyword that two steps look at may have been reported twice.
std::vector<DeclarationError> in_order(std::vector<DeclarationError> errors) {
  std::stable_sort(errors.begin(), errors.end(), [](const auto& a, const auto& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  std::vector<DeclarationError> once;
  std::set<std::tuple<std::string, int, std::string>> known;
  for (DeclarationError& error : errors) {
    if (known.emplace(error.file, error.line, error.message).second) {
      once.push_back(std::move(error));
    }
  }
  return once;
}

}  // namespace

tl::expected<Catalogue, std::vector<DeclarationError>> read_catalogue(
    const std::vector<DeclarationFile>& files, const KeywordRegistry& keywords) {
  std::vector<DeclarationError> errors;
  CatalogueAst ast;
  const Files sorted = by_domain(files, ast, errors);
  read_files(ast, sorted, keywords, errors);
  move_to_catalogue(ast);
  resolve_references(ast);
  resolve_nullability(ast);
  resolve_structure(ast);
  resolve_keywords(ast, keywords);
  resolve_reading(ast);
  resolve_paths(ast);
  read_contents(ast, errors);
  read_migrations(ast, errors);
  if (errors.empty()) return std::move(ast.catalogue);
  return tl::unexpected{in_order(std::move(errors))};
}

}  // namespace vip
