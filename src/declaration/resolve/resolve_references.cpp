// What a declaration names in other files: the targets of references, imports, the parent of a
// child.
#include <fmt/format.h>

#include <algorithm>

#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

std::vector<std::string_view> resource_names(const Domain& domain) {
  std::vector<std::string_view> names;
  for (const auto& resource : domain.resources) names.push_back(resource->name);
  return names;
}

std::string no_such(std::string_view path, const Domain& domain, std::string_view name) {
  return fmt::format("no resource {} is declared{}", path,
                     suggestion(name, resource_names(domain)));
}

bool imports(const Domain& domain, std::string_view path) {
  return std::any_of(domain.imports.begin(), domain.imports.end(),
                     [&](const Import& import) { return import.resource == path; });
}

void resolve_reference(CatalogueAst& ast, ResourceAst& owner, Field& field, int line) {
  const std::string what = "field " + field.name;
  if (field.any_of.empty()) {
    field.target = resolve_target(ast, owner, field.references, line, what);
    return;
  }
  for (std::string& path : field.any_of) {
    if (const Resource* target = resolve_target(ast, owner, path, line, what)) {
      field.any_targets.push_back(target);
    }
  }
  field.references = field.any_of.front();
}

// References of members and items.
void resolve_parts(CatalogueAst& ast, ResourceAst& owner, Field& field, int line) {
  for (auto* parts : {&field.members, &field.items}) {
    for (Field& part : *parts) {
      if (!part.references.empty()) resolve_reference(ast, owner, part, line);
      resolve_parts(ast, owner, part, line);
    }
  }
}

void check_imports(CatalogueAst& ast, const DomainAst& importer) {
  const auto& all = importer.domain->imports;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string& path = all[i].resource;
    const std::size_t slash = path.find('/');
    const Domain* domain = ast.catalogue.domain(path.substr(0, slash));
    if (domain == nullptr || ast.files.contains(path)) continue;
    importer.errors.add(importer.import_lines[i],
                        "imports: " + no_such(path, *domain, path.substr(slash + 1)));
  }
}

void resolve_parent(CatalogueAst& ast, ResourceAst& child) {
  Resource& resource = *child.resource;
  if (child.parent.empty()) {
    for (const char* keyword : {"by", "singleton"}) {
      const bool given = *keyword == 'b' ? !child.by.empty() : resource.singleton;
      if (given)
        child.errors.add(child.line(keyword), fmt::format("{}: there is no parent", keyword));
    }
    return;
  }
  ResourceAst* parent = sibling(ast, child, child.parent, child.line("parent"), "parent");
  if (parent == nullptr) return;
  if (parent == &child) {
    child.errors.add(child.line("parent"), "parent: a resource is not its own");
    return;
  }
  resource.parent_resource = parent->resource;
  const std::string by = child.by.empty() ? parent->resource->id().name : child.by;
  const int line = child.line(child.by.empty() ? "parent" : "by");
  Field* field = find_or_error(child, by, child, line, "parent");
  if (field == nullptr) return;
  if (!refers(*field, *parent->resource, false)) {
    child.errors.add(line, fmt::format("parent: {} does not refer to {}", by, child.parent));
    return;
  }
  resource.parent_field = field->index;
  // The path names the parent, so a body never does.
  field->read_only = true;
  field->immutable = true;
  field->required = false;
}

}  // namespace

const Resource* resolve_target(CatalogueAst& ast, ResourceAst& owner, std::string& path, int line,
                               const std::string& what) {
  const Domain& own = *owner.resource->domain;
  if (path.find('/') == std::string::npos) path = own.name + "/" + path;
  const std::size_t slash = path.find('/');
  const Resource* target = ast.catalogue.find(path);
  if (path.substr(0, slash) == own.name) {
    if (target == nullptr && !ast.files.contains(path)) {
      owner.errors.add(line,
                       fmt::format("{}: {}", what, no_such(path, own, path.substr(slash + 1))));
    }
  } else if (!imports(own, path)) {
    std::vector<std::string_view> known;
    for (const Import& import : own.imports) known.push_back(import.resource);
    owner.errors.add(line, fmt::format("{}: {} is not among the imports of domain.yaml{}", what,
                                       path, suggestion(path, known)));
  }
  return target;
}

// The tree of a resource of the same domain; an error when there is none.
ResourceAst* sibling(CatalogueAst& ast, const ResourceAst& of, std::string_view name, int line,
                     std::string_view what) {
  const Domain& domain = *of.resource->domain;
  if (const Resource* found = domain.find(name)) return &ast.ast_of(*found);
  if (ast.files.contains(domain.name + "/" + std::string{name})) return nullptr;
  std::vector<std::string_view> known;
  for (const auto& resource : domain.resources) known.push_back(resource->name);
  of.errors.add(line, fmt::format("{}: no resource \"{}\" in this domain{}", what, name,
                                  suggestion(name, known)));
  return nullptr;
}

bool refers(const Field& field, const Resource& to, bool lists_too) {
  const bool type =
      field.type == FieldType::uuid || (lists_too && field.type == FieldType::uuid_list);
  return type && field.target == &to;
}

Field* find_or_error(ResourceAst& of, std::string_view name, const ResourceAst& reported_in,
                     int line, std::string_view what) {
  if (Field* field = of.find(name)) return field;
  reported_in.errors.add(line, fmt::format("{}: {} has no field \"{}\"{}", what, of.resource->name,
                                           name, suggestion(name, of.field_names())));
  return nullptr;
}

void resolve_references(CatalogueAst& ast) {
  for (const auto& domain : ast.domains) check_imports(ast, *domain);
  for (ResourceAst* owner : ast.all()) {
    for (Field& field : owner->resource->fields) {
      const FieldAst& declared = owner->ast_of(field);
      if (!field.references.empty()) {
        resolve_reference(ast, *owner, field, declared.line_of("references"));
      }
      resolve_parts(ast, *owner, field, declared.line);
    }
  }
  for (ResourceAst* child : ast.all()) resolve_parent(ast, *child);
}

}  // namespace vip
