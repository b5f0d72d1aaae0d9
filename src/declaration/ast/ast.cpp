#include "declaration/ast/ast.h"

#include <algorithm>
#include <stdexcept>

namespace vip {
namespace {

const Mapping::Entry* find_in(const std::vector<Mapping::Entry>& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, &Mapping::Entry::name);
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace

const Mapping::Entry* FieldAst::find(std::string_view keyword) const {
  return find_in(keywords, keyword);
}

bool FieldAst::has_flag(std::string_view keyword) const {
  const Mapping::Entry* entry = find(keyword);
  return entry != nullptr && !entry->value->quoted && entry->value->text == "true";
}

int FieldAst::line_of(std::string_view keyword) const {
  const Mapping::Entry* entry = find(keyword);
  return entry == nullptr ? line : entry->line;
}

int ResourceAst::line(std::string_view key) const {
  if (const Mapping::Entry* entry = find_in(keywords, key)) return entry->line;
  const auto found = lines.find(key);
  return found == lines.end() ? 1 : found->second;
}

Field* ResourceAst::find(std::string_view name) {
  for (Field& field : resource->fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::vector<std::string_view> ResourceAst::field_names() const {
  std::vector<std::string_view> names;
  for (const Field& field : resource->fields) names.push_back(field.name);
  return names;
}

std::vector<ResourceAst*> CatalogueAst::all() {
  std::vector<ResourceAst*> all;
  for (const auto& domain : domains) {
    for (const auto& resource : domain->resources) {
      all.push_back(resource.get());
      if (resource->job_line != nullptr) all.push_back(resource->job_line.get());
    }
    for (const ActionAst& action : domain->actions) {
      all.push_back(action.input.get());
      all.push_back(action.output.get());
    }
  }
  return all;
}

ResourceAst& CatalogueAst::ast_of(const Resource& resource) {
  if (by_resource_.empty())
    for (ResourceAst* ast : all()) by_resource_.emplace(ast->resource, ast);
  const auto found = by_resource_.find(&resource);
  if (found != by_resource_.end()) return *found->second;
  throw std::logic_error{resource.file + ": not of this catalogue"};
}

}  // namespace vip
