// Tables and paths, and what must not be alike: path templates, parameters, columns.
//
// Why: the router matches segment by segment, so two templates that differ only in a parameter's
// name would hide one another; a parameter that means two things would be answered by chance.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

std::string with_underscores(std::string text) {
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

void set_paths(Resource& resource) {
  resource.table = with_underscores(resource.domain->name + "_" + resource.name);
  const bool placed = !resource.collection_path.empty();
  const std::string own = placed ? resource.collection_path : "/" + resource.name;
  resource.collection_path = own;
  if (const Resource* parent = resource.parent_resource; parent != nullptr && !placed) {
    resource.collection_path = "/" + parent->name + "/:" + parent->id().name + own;
  }
  if (resource.singleton || !resource.item_path.empty()) return;
  // A collection that stands below its parent has its items beside it.
  resource.item_path = (placed && resource.parent_resource != nullptr ? "/" + resource.name : own) +
                       "/:" + resource.id().name;
}

// "/contacts/:" from "/contacts/:contact-uuid"; empty when it is no path template.
std::string shape_of(const std::string& path) {
  std::string shape;
  std::size_t at = 0;
  while (at < path.size()) {
    if (path[at] != '/') return {};
    const std::size_t end = std::min(path.find('/', at + 1), path.size());
    std::string segment = path.substr(at + 1, end - at - 1);
    const bool parameter = segment.starts_with(':');
    if (!is_kebab_case(segment.substr(parameter ? 1 : 0))) return {};
    shape += parameter ? "/:" : "/" + segment;
    at = end;
  }
  return shape;
}

class PathTable {
 public:
  void add(const ResourceAst& ast, const std::string& keyword, const std::string& path) {
    const std::string shape = shape_of(path);
    const int line = ast.line(keyword);
    if (shape.empty()) {
      ast.errors.add(line, fmt::format("{}: expected a path such as /species/:species-uuid/breeds",
                                       keyword.substr(0, keyword.find('/'))));
      return;
    }
    const auto [known, added] = paths_.try_emplace(shape, Entry{path, ast.resource->name});
    if (added) return;
    ast.errors.add(
        line, known->second.path == path
                  ? fmt::format("the path {} is that of {} already", path, known->second.resource)
                  : fmt::format("the paths {} and {} of {} differ only in a parameter's name", path,
                                known->second.path, known->second.resource));
  }
  void add_action(const ResourceAst& ast, const std::string& path) {
    std::string plain = path;
    // A parameter may end in a literal, as in /calendars/:practitioner-uuid.ics.
    if (const std::size_t dot = plain.rfind('.'); dot != std::string::npos) plain.erase(dot);
    if (shape_of(plain).empty()) {
      ast.errors.add(ast.line("path"), "path: expected a path such as /prices/quote");
    }
  }

 private:
  struct Entry {
    std::string path, resource;
  };
  std::map<std::string, Entry> paths_;
};

void add_paths(PathTable& table, ResourceAst& ast) {
  Resource& resource = *ast.resource;
  const Operations& offers = resource.operations;
  // What offers nothing has no paths: only rules write it.
  if (!offers.list && !offers.read && !offers.create) return;
  table.add(ast, "resource", resource.collection_path);
  if (!resource.item_path.empty()) table.add(ast, "resource", resource.item_path);
  if (resource.searchable) table.add(ast, "resource", resource.collection_path + "/search");
  if (!resource.duplicates.empty()) {
    table.add(ast, "duplicates", resource.collection_path + "/duplicates");
  }
  if (!resource.legacy_list.empty()) table.add(ast, "legacy-list", resource.legacy_list);
  if (!resource.deleted_path.empty()) table.add(ast, "resource", resource.deleted_path);
  for (const std::string& path : resource.path_aliases) table.add(ast, "path-aliases", path);
  for (std::size_t i = 0; i < resource.listed_at.size(); ++i) {
    ListedAt& listed = resource.listed_at[i];
    const std::string keyword = "lists/" + std::to_string(i);
    table.add(ast, keyword, listed.path);
    const std::size_t colon = listed.path.find(':');
    if (colon == std::string::npos && ast.lists[i].parent.empty()) continue;
    if (colon == std::string::npos || listed.path.find(':', colon + 1) != std::string::npos ||
        ast.lists[i].parent.empty()) {
      ast.errors.add(ast.line(keyword),
                     "lists: expected a path with one parameter, which names the parent");
      continue;
    }
    const std::size_t end = std::min(listed.path.find('/', colon), listed.path.size());
    listed.parameter = listed.path.substr(colon + 1, end - colon - 1);
  }
}

// The names that a query can use, each with what it means.
class ParameterTable {
 public:
  explicit ParameterTable(ResourceAst& ast) : ast_{ast} {
    for (const char* name : {"page", "size", "sort", "cursor", "q", "total", "fields", "include"}) {
      meanings_[name] = "the contract";
    }
  }
  void add(int line, const std::string& name, const std::string& meaning) {
    const auto [known, added] = meanings_.try_emplace(name, meaning);
    if (added || known->second == meaning) return;
    ast_.errors.add(
        line, fmt::format("the parameter {} would mean {} and {}", name, known->second, meaning));
  }
  void add_field(const Field& field) {
    const FieldAst& declared = ast_.ast_of(field);
    const std::string meaning = "field " + field.name;
    add(declared.line, field.name, meaning);
    if (!field.filter_as.empty()) add(declared.line_of("filter-as"), field.filter_as, meaning);
    if (!field.filter_not.empty())
      add(declared.line_of("filter-not"), field.filter_not, meaning + "'s absence");
    if (field.type != FieldType::date && field.type != FieldType::date_time) return;
    add(declared.line, field.name + "-start", meaning + "'s range");
    add(declared.line, field.name + "-end", meaning + "'s range");
  }

 private:
  ResourceAst& ast_;
  std::map<std::string, std::string, std::less<>> meanings_;
};

void check_parameters(ResourceAst& ast) {
  const Resource& resource = *ast.resource;
  ParameterTable table{ast};
  if (!resource.omission.parameter.empty())
    table.add(ast.line("omitted-when"), resource.omission.parameter, "omitted-when");
  if (!resource.include_parameter.empty()) {
    table.add(ast.line("deactivation"), resource.include_parameter, "deactivation");
  }
  if (resource.delete_kind == DeleteKind::final_soft) {
    table.add(ast.line("delete"), "deleted", "delete: final");
  }
  for (const NamedFilter& filter : resource.named_filters)
    table.add(ast.line("filters/" + filter.name), filter.name, "filters");
  for (const Field& field : resource.fields) {
    if (!field.opt_in_parameter.empty())
      table.add(ast.ast_of(field).line_of("opt-in-parameter"), field.opt_in_parameter,
                "opt-in-parameter of " + field.name);
    if (field.filters != 0) table.add_field(field);
  }
}

void check_names(ResourceAst& ast) {
  for (const Relation& relation : ast.resource->relations) {
    if (ast.find(relation.name) == nullptr) continue;
    ast.errors.add(ast.line("relations/" + relation.name),
                   fmt::format("relation {}: a field has this name", relation.name));
  }
  std::map<std::string, std::string> columns;
  for (const Field& field : ast.resource->fields) {
    const int line = ast.ast_of(field).line;
    std::vector<std::string> taken{field.column};
    if (field.has_key) taken.push_back(field.column + "_key");
    for (const std::string& column : taken) {
      const auto [known, added] = columns.try_emplace(column, field.name);
      if (added || known->second == field.name) continue;
      ast.errors.add(line, fmt::format("field {}: its column {} is that of {} already", field.name,
                                       column, known->second));
    }
    if (!field.create_as.empty() && ast.find(field.create_as) != nullptr) {
      ast.errors.add(
          ast.ast_of(field).line_of("create-as"),
          fmt::format("field {}: create-as: {} is another field", field.name, field.create_as));
    }
  }
}

}  // namespace

void resolve_paths(CatalogueAst& ast) {
  for (const auto& domain : ast.domains)
    for (const auto& resource : domain->resources) set_paths(*resource->resource);
  resolve_deletions(ast);
  for (const auto& domain : ast.domains) {
    PathTable table;
    for (const auto& resource : domain->resources) {
      add_paths(table, *resource);
      check_parameters(*resource);
      check_names(*resource);
    }
    for (const ActionAst& action : domain->actions) {
      // A GET and a POST of one path are two actions or an action beside a resource: no conflict.
      table.add_action(*action.input, action.action->path);
    }
  }
}

}  // namespace vip
