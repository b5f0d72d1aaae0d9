#include "openapi/names.h"

#include <algorithm>
#include <cctype>

namespace vip::openapi {

std::string pascal_case(std::string_view text) {
  std::string out;
  bool starts = true;
  for (const char letter : text) {
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) {
      starts = true;
      continue;
    }
    out += starts ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
    starts = false;
  }
  return out;
}

std::string schema_name(const Resource& resource) {
  if (!resource.schema_name.empty()) return resource.schema_name;
  // Two resources of a domain with one title are distinguished by their path segments.
  if (resource.domain != nullptr)
    for (const auto& other : resource.domain->resources)
      if (other.get() != &resource && other->title == resource.title)
        return pascal_case(resource.name);
  return pascal_case(resource.title);
}

namespace {

// A tag by the title of a resource is that resource's own: "Supplier" is "Suppliers".
std::string tag_by_title(const Domain* domain, const std::string& tag) {
  if (domain != nullptr)
    for (const auto& resource : domain->resources)
      if (resource->title == tag) return resource->plural;
  return tag;
}

}  // namespace

std::string tag_of(const Resource& resource) {
  if (resource.tag.empty() || resource.tag == resource.title) return resource.plural;
  return tag_by_title(resource.domain, resource.tag);
}

std::string tag_of(const Action& action) { return tag_by_title(action.domain, action.tag); }

std::string schema_name(const Action& action) { return pascal_case(action.title); }

std::string operation_id(const Route& route) {
  if (route.action != nullptr) return route.action->operation_id;
  const auto& also = route.resource->path_aliases;
  // An alias of the collection's path has the same operations with other names.
  if (std::ranges::find(also, route.path) != also.end())
    return (route.kind == RouteKind::create ? "createAt" : "listAt") + pascal_case(route.path);
  const std::string one = schema_name(*route.resource);
  const std::string many = pascal_case(route.resource->name);
  switch (route.kind) {
    case RouteKind::list:
      return "list" + many;
    case RouteKind::create:
    case RouteKind::singleton_create:
      return "create" + one;
    case RouteKind::search:
      return "search" + many;
    case RouteKind::duplicates:
      return "list" + one + "Duplicates";
    case RouteKind::read:
    case RouteKind::singleton_read:
      return "read" + one;
    case RouteKind::patch:
      return "update" + one;
    case RouteKind::remove:
      return "delete" + one;
    case RouteKind::listed_at:
      if (route.listed_at->parent_resource == nullptr) return "listAt" + pascal_case(route.path);
      return "list" + many + "Of" + pascal_case(route.listed_at->parent_resource->name);
    case RouteKind::legacy_list:
      return "list" + one + "LegacyIds";
    case RouteKind::deleted:
      return "listDeleted" + many;
    case RouteKind::action:
      break;
  }
  return {};
}

std::string braced(std::string_view path) {
  std::string out;
  bool open = false;
  for (const char letter : path) {
    const bool ends = letter == '/' || letter == '.';
    if (ends && open) out += '}';
    open = ends ? false : open;
    if (letter == ':') {
      out += '{';
      open = true;
    } else {
      out += letter;
    }
  }
  return open ? out + '}' : out;
}

}  // namespace vip::openapi
