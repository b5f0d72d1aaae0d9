#include "declaration/ast/ast.h"

#include <stdexcept>

namespace vip {

Field* ResourceDraft::find(std::string_view name) {
  for (Field& field : resource->fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::vector<std::string_view> ResourceDraft::field_names() const {
  std::vector<std::string_view> names;
  for (const Field& field : resource->fields) names.push_back(field.name);
  return names;
}

std::vector<ResourceDraft*> CatalogueDraft::all() {
  std::vector<ResourceDraft*> drafts;
  for (const auto& domain : domains) {
    for (const auto& resource : domain->resources) {
      drafts.push_back(resource.get());
      if (resource->job_line != nullptr) drafts.push_back(resource->job_line.get());
    }
    for (const ActionDraft& action : domain->actions) {
      drafts.push_back(action.input.get());
      drafts.push_back(action.output.get());
    }
  }
  return drafts;
}

ResourceDraft& CatalogueDraft::draft_of(const Resource& resource) {
  for (ResourceDraft* draft : all()) {
    if (draft->resource == &resource) return *draft;
  }
  throw std::logic_error{resource.file + ": not of this catalogue"};
}

}  // namespace vip
