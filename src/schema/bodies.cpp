// What a caller may set follows from a field's role and a few keywords, such as hidden, read-only
// and immutable.

#include "schema/bodies.h"

namespace vip {
namespace {

bool settable(const Resource& resource, const Field& field) {
  if (field.index == resource.id_field || field.index == resource.parent_field) return false;
  if (field.role == FieldRole::created || field.role == FieldRole::modified) return false;
  return !field.read_only && !field.hidden;
}

}  // namespace

std::vector<const Field*> create_fields(const Resource& resource) {
  std::vector<const Field*> out;
  for (const Field& field : resource.fields)
    if (settable(resource, field) && !field.patch_only) out.push_back(&field);
  return out;
}

std::vector<const Field*> patch_fields(const Resource& resource) {
  std::vector<const Field*> out;
  for (const Field& field : resource.fields)
    if (settable(resource, field) && !field.immutable && !field.create_only) out.push_back(&field);
  return out;
}

const std::string& create_name(const Field& field) {
  return field.create_as.empty() ? field.name : field.create_as;
}

}  // namespace vip
