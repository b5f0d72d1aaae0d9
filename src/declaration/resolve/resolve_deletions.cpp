// Records that are gone for good leave a trace, which their resource lists.
//
// Why derived and not declared: a copy that is kept elsewhere needs the trace of every record that
// can vanish, whichever way. A declaration that forgot it would be noticed by nobody but them.
#include <algorithm>
#include <set>

#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

using Resources = std::set<const Resource*>;

// With a record go its parts, and what stands for a pair of it and another.
bool goes_with(const Resource& resource, const Resources& vanishing) {
  const auto is_part = [&](const Resource* owner) {
    return std::ranges::any_of(owner->relations, [&](const Relation& relation) {
      return relation.part && relation.target == &resource;
    });
  };
  return std::ranges::any_of(vanishing, is_part) ||
         std::ranges::any_of(resource.for_each_pair,
                             [&](const Field* field) { return vanishing.contains(field->target); });
}

Resources vanishing_resources(CatalogueAst& ast) {
  Resources found;
  for (const ResourceAst* owner : ast.all())
    if (owner->resource->delete_kind == DeleteKind::hard) found.insert(owner->resource);
  for (bool grows = true; grows;) {
    grows = false;
    for (const ResourceAst* owner : ast.all())
      if (goes_with(*owner->resource, found)) grows |= found.insert(owner->resource).second;
  }
  return found;
}

std::shared_ptr<const Resource> deleted_records_of(const Resource& resource) {
  auto deleted = std::make_shared<Resource>();
  deleted->domain = resource.domain;
  deleted->name = resource.name;
  deleted->title = resource.title;
  deleted->plural = resource.plural;
  deleted->scope = resource.scope;
  deleted->file = resource.file;
  Field id = resource.id();
  id.index = 0;
  id.owner = deleted.get();
  id.constraints.clear();
  id.description = "The id of the record that is gone.";
  Field date;
  date.name = "deleted-date";
  date.column = "deleted_date";
  date.type = FieldType::date_time;
  date.description = "When it was deleted.";
  date.index = 1;
  date.owner = deleted.get();
  date.nullable = false;
  date.read_only = true;
  deleted->fields = {std::move(id), std::move(date)};
  deleted->ordered_by = &deleted->fields.back();
  return deleted;
}

// Beside the record's own path, also where the collection is below a parent: who keeps a copy
// need not ask every parent.
std::string deleted_path_of(const Resource& resource) {
  const std::string& item = resource.item_path;
  return item.substr(0, item.find("/:")) + "/deleted";
}

}  // namespace

void resolve_deletions(CatalogueAst& ast) {
  const Resources vanishing = vanishing_resources(ast);
  for (ResourceAst* owner : ast.all()) {
    Resource& resource = *owner->resource;
    if (!vanishing.contains(&resource) || !resource.operations.list) continue;
    resource.deleted_records = deleted_records_of(resource);
    resource.deleted_path = deleted_path_of(resource);
  }
}

}  // namespace vip
