#include "declaration/ast/ast.h"

#include <stdexcept>

namespace vip {

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
  std::vector<ResourceAst*> drafts;
  for (const auto& domain : domains) {
    for (const auto& resource : domain->resources) {
      drafts.push_back(resource.get());
      if (resource->job_line != nullptr) drafts.push_back(resource->job_line.get());
    }
    for (const ActionAst& action : domain->actions) {
      drafts.push_back(action.input.get());
      drafts.push_back(action.output.get());
    }
  }
  return drafts;
}

ResourceAst& CatalogueAst::draft_of(const Resource& resource) {
  for (ResourceAst* draft : all()) {
    if (draft->resource == &resource) return *draft;
  }
  throw std::logic_error{resource.file + ": not of this catalogue"};
}

}  // namespace vip
