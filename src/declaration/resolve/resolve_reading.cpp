// What a client can filter, sort and search by, and what the store keeps for it.
//
// Why defaults: the contract promises the same of every field of a type, so a declaration names
// only what differs. Indexes follow from them and stay few: one that no common query needs only
// slows every write.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "declaration/parse/field_keywords.h"
#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

bool is_named(const Field& field, std::string_view ending) {
  return field.name == ending || field.name.ends_with("-" + std::string{ending});
}

bool is_key_text(const Field& field) {
  return field.type == FieldType::text && !field.multiline && !field.hidden &&
         field.role == FieldRole::declared;
}

// A name, a code or a number: what people know a record by.
bool identifies(const Field& field) {
  return is_named(field, "name") || is_named(field, "code") || is_named(field, "number");
}

std::uint16_t default_filters(const Field& field, bool from_path) {
  if (field.role == FieldRole::external_id) return bit(FilterOp::eq) | bit(FilterOp::in);
  // The path already names the parent; a legacy id is asked for at its own list.
  if (field.hidden || field.create_only || from_path) return 0;
  int ops = 0;
  switch (field.type) {
    case FieldType::uuid:
    case FieldType::enumeration:
    case FieldType::integer:
      ops = bit(FilterOp::eq) | bit(FilterOp::ne) | bit(FilterOp::in);
      break;
    case FieldType::boolean:
    case FieldType::uuid_list:
      ops = bit(FilterOp::eq);
      break;
    case FieldType::decimal:
    case FieldType::date:
    case FieldType::date_time:
    case FieldType::time_of_day:
      ops = bit(FilterOp::eq) | bit(FilterOp::lt) | bit(FilterOp::lte) | bit(FilterOp::gt) |
            bit(FilterOp::gte);
      break;
    case FieldType::text:
      if (!field.multiline) ops = bit(FilterOp::eq) | bit(FilterOp::starts_with);
      break;
    case FieldType::object:
      break;
  }
  if (ops != 0 && field.nullable) ops |= bit(FilterOp::is_null);
  return static_cast<std::uint16_t>(ops);
}

bool default_sort(const Field& field) {
  if (field.hidden || field.create_only) return false;
  if (field.is_day_or_moment()) return true;
  if (field.type == FieldType::integer) return is_named(field, "number");
  return is_key_text(field) && identifies(field);
}

void check_filters(const ResourceAst& ast, const Field& field, const FieldAst& declared) {
  const std::uint16_t possible = possible_filters(field);
  for (const std::string_view name : filter_names()) {
    const FilterOp op = *filter_named(name);
    if (!field.allows(op) || (possible & bit(op)) != 0) continue;
    const std::string_view reason = op == FilterOp::is_null && possible != 0
                                        ? "the field is never null"
                                        : "it does not apply to the field's type";
    ast.errors.add(declared.line_of("filter"),
                   fmt::format("field {}: filter {}: {}", field.name, name, reason));
  }
  if (!field.filter_as.empty() && field.filters == 0) {
    ast.errors.add(declared.line_of("filter-as"),
                   fmt::format("field {}: filter-as: the field has no filter", field.name));
  }
  if (!field.filter_not.empty() && field.filters == 0) {
    ast.errors.add(declared.line_of("filter-not"),
                   fmt::format("field {}: filter-not: the field has no filter", field.name));
  }
}

void resolve_field(const ResourceAst& ast, Field& field, const FieldAst& declared) {
  const Resource& resource = *ast.resource;
  const bool from_path = field.index == resource.parent_field;
  field.filters = declared.filters.value_or(default_filters(field, from_path));
  field.sortable = declared.sortable.value_or(default_sort(field));
  field.searched = declared.searched.value_or(is_key_text(field) && identifies(field));
  if (field.sort_numeric && declared.sortable.value_or(true)) field.sortable = true;
  check_filters(ast, field, declared);
  const bool long_text = field.type == FieldType::text && field.multiline;
  if (field.sortable && (long_text || field.hidden)) {
    ast.errors.add(
        declared.line_of("sort"),
        fmt::format("field {}: sort: text of several lines and hidden fields are not sorted",
                    field.name));
  }
}

bool is_indexed(const Resource& resource, const Field& field) {
  if (field.role == FieldRole::id || field.role == FieldRole::external_id) return false;
  if (field.role == FieldRole::modified || field.unique) return true;
  if (field.is_reference()) return field.type == FieldType::uuid;
  if (resource.library) return field.index == resource.name_field;
  if (field.is_day_or_moment()) return field.filters != 0;
  if (field.type == FieldType::integer) return field.sortable && is_named(field, "number");
  // People type a chip's number to find its animal.
  return field.type == FieldType::text &&
         (field.sortable || (field.format == TextFormat::microchip && field.filters != 0));
}

void resolve_store(Resource& resource, Field& field) {
  field.indexed = is_indexed(resource, field);
  // Ids of other systems are compared as they are: two that differ in case are two.
  const bool own_text =
      field.type == FieldType::text && field.role == FieldRole::declared && !field.multiline;
  const bool compared = field.filters != 0 || field.sortable || field.searched || field.unique;
  if (own_text && compared) field.has_key = true;
}

void add_key(ResourceAst& ast, std::string_view name) {
  Field* field = ast.find(name);
  if (field != nullptr && field->type == FieldType::text) field->has_key = true;
}

// Fields that are searched through a relation, or compared together, are compared by key too.
void add_keys(CatalogueAst& ast, ResourceAst& owner) {
  const Resource& resource = *owner.resource;
  for (const std::vector<std::string>& names : owner.unique_together) {
    for (const std::string& name : names) add_key(owner, name);
  }
  for (const DuplicateSign& sign : resource.duplicates) {
    for (const std::string& name : sign.fields) add_key(owner, name);
  }
  for (const Relation& relation : resource.relations) {
    if (relation.target == nullptr) continue;
    ResourceAst& child = ast.ast_of(*relation.target);
    for (const Field* field : relation.searched) add_key(child, field->name);
    for (const DuplicateSign& sign : resource.duplicates) {
      for (const std::string& name : sign.fields) {
        if (name.starts_with(relation.name + ".")) add_key(child, name.substr(name.find('.') + 1));
      }
    }
  }
}

}  // namespace

void resolve_reading(CatalogueAst& ast) {
  for (ResourceAst* owner : ast.all()) {
    for (Field& field : owner->resource->fields) {
      resolve_field(*owner, field, owner->ast_of(field));
      resolve_store(*owner->resource, field);
    }
    owner->resource->searchable = owner->resource->operations.list && !owner->resource->singleton;
  }
  for (ResourceAst* owner : ast.all()) add_keys(ast, *owner);
}

}  // namespace vip
