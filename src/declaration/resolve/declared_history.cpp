#include "declaration/resolve/declared_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "declaration/ast/literal.h"
#include "declaration/parse/field_keywords.h"
#include "schema/value_conversion.h"

namespace vip {
namespace {

std::string with_underscores(std::string text) {
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

MigrationStep::Name field_name(const std::string& name) { return {name, with_underscores(name)}; }

void add_error(const Mapping& step, std::string_view keyword, const std::string& message) {
  step.errors().add(step.line_of(keyword), fmt::format("{}: {}", step.what(), message));
}

template <class States>
std::vector<std::string_view> names_of(const States& states) {
  std::vector<std::string_view> names;
  for (const auto& [name, state] : states) names.push_back(name);
  return names;
}

std::string described(const MigrationStep::Type& type) {
  if (type.type == FieldType::decimal) return fmt::format("decimal({})", type.scale);
  return type.type == FieldType::enumeration ? "enum" : std::string{name_of(type.type)};
}

bool is_platforms(const Field& field) {
  return field.role == FieldRole::id || field.role == FieldRole::external_id ||
         field.role == FieldRole::created || field.role == FieldRole::modified;
}

}  // namespace

DeclaredHistory::DeclaredHistory(CatalogueAst& ast, const DomainAst& domain)
    : domain_{domain.domain->name} {
  // A resource whose file cannot be read stands for itself, with whatever fields.
  for (const std::string& path : ast.files)
    if (path.starts_with(domain_ + "/"))
      resources_[path.substr(domain_.size() + 1)] = ResourceState{true, {}};
  for (const auto& one : domain.resources) {
    ResourceState& state = resources_[one->resource->name];
    state.open = false;
    for (const Field& field : one->resource->fields) {
      FieldState& known = state.fields[field.name];
      known = {&field,
               !is_platforms(field),
               !one->ast_of(field).denormalized_from.empty(),
               {field.type, field.scale}};
      known.values.insert(field.enum_values.begin(), field.enum_values.end());
    }
  }
}

std::optional<MigrationStep> DeclaredHistory::undo(MigrationKind kind, const Mapping& step) {
  switch (kind) {
    case MigrationKind::rename_field:
      return undo_rename_field(step);
    case MigrationKind::drop_field:
      return undo_drop_field(step);
    case MigrationKind::convert_field:
      return undo_convert_field(step);
    case MigrationKind::fill_field:
      return undo_fill_field(step);
    case MigrationKind::replace_value:
      return undo_replace_value(step);
    case MigrationKind::clear_duplicates:
      return undo_clear_duplicates(step);
    case MigrationKind::rename_resource:
      return undo_rename_resource(step);
    case MigrationKind::drop_resource:
      break;
  }
  return undo_drop_resource(step);
}

DeclaredHistory::ResourceState* DeclaredHistory::resource_of(const Mapping& step,
                                                             std::string_view keyword,
                                                             std::string& name) {
  name = step.kebab_name(keyword, true);
  if (name.empty()) return nullptr;
  const auto found = resources_.find(name);
  if (found != resources_.end()) return &found->second;
  add_error(step, keyword,
            fmt::format("{} has no resource {} after this step{}", domain_, name,
                        suggestion(name, names_of(resources_))));
  return nullptr;
}

DeclaredHistory::FieldState* DeclaredHistory::field_of(const Mapping& step, ResourceState& resource,
                                                       std::string_view keyword) {
  const std::string name = step.kebab_name(keyword, true);
  if (name.empty() || resource.open) return nullptr;
  const auto found = resource.fields.find(name);
  if (found == resource.fields.end()) {
    add_error(step, keyword,
              fmt::format("there is no field {} after this step{}", name,
                          suggestion(name, names_of(resource.fields))));
    return nullptr;
  }
  if (found->second.migrates) return &found->second;
  add_error(step, keyword, fmt::format("{} is made by the platform, and is not migrated", name));
  return nullptr;
}

DeclaredHistory::FieldState* DeclaredHistory::values_of(const Mapping& step,
                                                        ResourceState& resource) {
  FieldState* field = field_of(step, resource, "field");
  if (field == nullptr) return nullptr;
  if (!field->copies) return field->declared == nullptr ? nullptr : field;
  add_error(step, "field",
            fmt::format("{} is a copy: change the field that it copies", step.text("field")));
  return nullptr;
}

std::optional<Value> DeclaredHistory::value_of(const Mapping& step, std::string_view keyword,
                                               const FieldState& field, bool any_enum_value) {
  const Mapping::Entry* entry = step.find(keyword);
  if (entry == nullptr) {
    add_error(step, keyword, fmt::format("the keyword \"{}\" is missing", keyword));
    return std::nullopt;
  }
  Field shape;
  if (field.type.type == field.declared->type) shape = *field.declared;
  shape.type = field.type.type;
  shape.scale = field.type.scale;
  shape.enum_values.assign(field.values.begin(), field.values.end());
  // A value that is gone need not have fitted what is declared now.
  if (any_enum_value && field.declared->is_text()) {
    shape = Field{};
    shape.max_length = std::string::npos;
  }
  return read_literal(*entry->value, shape, step.errors(),
                      fmt::format("{}: {}", step.what(), keyword));
}

MigrationStep::Name DeclaredHistory::table_name(const std::string& resource) const {
  return {resource, with_underscores(domain_ + "_" + resource)};
}

MigrationStep DeclaredHistory::step_of(MigrationKind kind, const Mapping& step) const {
  MigrationStep made;
  made.kind = kind;
  made.resource = table_name(step.text("resource"));
  if (step.has("field")) made.field = field_name(step.text("field"));
  return made;
}

std::vector<std::string> DeclaredHistory::derived_suffixes(const ResourceState& resource,
                                                           const std::string& column) {
  std::vector<std::string> suffixes;
  for (const char* suffix : {"_key", "_sort"}) {
    const bool taken = std::ranges::any_of(resource.fields, [&](const auto& field) {
      return with_underscores(field.first) == column + suffix;
    });
    if (!taken) suffixes.emplace_back(suffix);
  }
  return suffixes;
}

std::optional<MigrationStep> DeclaredHistory::undo_rename_field(const Mapping& step) {
  std::string name;
  ResourceState* resource = resource_of(step, "resource", name);
  const std::string from = step.kebab_name("from", true);
  if (resource == nullptr || from.empty()) return std::nullopt;
  if (field_of(step, *resource, "to") == nullptr) return std::nullopt;
  if (resource->fields.contains(from)) {
    add_error(step, "from", fmt::format("{} is still declared after this step", from));
    return std::nullopt;
  }
  const std::string to = step.text("to");
  auto moved = resource->fields.extract(to);
  moved.key() = from;
  resource->fields.insert(std::move(moved));
  MigrationStep made = step_of(MigrationKind::rename_field, step);
  made.field = field_name(from);
  made.to = field_name(to);
  made.derived_suffixes = derived_suffixes(*resource, made.field.stored);
  const auto also = derived_suffixes(*resource, made.to.stored);
  std::erase_if(made.derived_suffixes,
                [&](const std::string& suffix) { return std::ranges::count(also, suffix) == 0; });
  return made;
}

std::optional<MigrationStep> DeclaredHistory::undo_drop_field(const Mapping& step) {
  std::string name;
  ResourceState* resource = resource_of(step, "resource", name);
  const std::string field = step.kebab_name("field", true);
  if (resource == nullptr || field.empty() || resource->open) return std::nullopt;
  if (resource->fields.contains(field)) {
    add_error(step, "field", fmt::format("{} is still declared after this step", field));
    return std::nullopt;
  }
  MigrationStep made = step_of(MigrationKind::drop_field, step);
  made.derived_suffixes = derived_suffixes(*resource, made.field.stored);
  resource->fields.emplace(field, FieldState{});
  return made;
}

std::optional<MigrationStep> DeclaredHistory::undo_convert_field(const Mapping& step) {
  std::string name;
  ResourceState* resource = resource_of(step, "resource", name);
  const std::string type = step.required_text("from");
  if (resource == nullptr || type.empty()) return std::nullopt;
  const auto from = type_named(type);
  if (!from) {
    add_error(step, "from", "expected the type that it had" + suggestion(type, type_names()));
    return std::nullopt;
  }
  const bool scaled = *from == FieldType::decimal;
  if (scaled != step.has("scale")) {
    add_error(step, "scale", "scale is given for a decimal, and for nothing else");
    return std::nullopt;
  }
  const MigrationStep::Type before{*from,
                                   static_cast<int>(step.integer("scale", 0, 8).value_or(0))};
  FieldState* field = values_of(step, *resource);
  if (field == nullptr) return std::nullopt;
  if (!is_convertible(before, field->type)) {
    add_error(step, "from",
              fmt::format("{} values do not become {} values: declare a field of another name",
                          described(before), described(field->type)));
    return std::nullopt;
  }
  MigrationStep made = step_of(MigrationKind::convert_field, step);
  made.from_type = before;
  made.type = field->type;
  made.derived_suffixes = derived_suffixes(*resource, made.field.stored);
  field->type = before;
  field->values.clear();
  return made;
}

std::optional<MigrationStep> DeclaredHistory::undo_fill_field(const Mapping& step) {
  std::string name;
  ResourceState* resource = resource_of(step, "resource", name);
  if (resource == nullptr) return std::nullopt;
  const FieldState* field = values_of(step, *resource);
  if (field == nullptr) return std::nullopt;
  auto value = value_of(step, "value", *field, false);
  if (!value) return std::nullopt;
  MigrationStep made = step_of(MigrationKind::fill_field, step);
  made.type = field->type;
  made.value = std::move(*value);
  return made;
}

std::optional<MigrationStep> DeclaredHistory::undo_replace_value(const Mapping& step) {
  std::string name;
  ResourceState* resource = resource_of(step, "resource", name);
  if (resource == nullptr) return std::nullopt;
  FieldState* field = values_of(step, *resource);
  if (field == nullptr) return std::nullopt;
  auto from = value_of(step, "from", *field, true);
  auto to = value_of(step, "to", *field, false);
  if (!from || !to) return std::nullopt;
  if (field->type.type == FieldType::enumeration) {
    const auto& old = std::get<std::string>(*from);
    if (field->values.contains(old)) {
      add_error(step, "from", fmt::format("\"{}\" is still a value after this step", old));
      return std::nullopt;
    }
    field->values.insert(old);
  }
  MigrationStep made = step_of(MigrationKind::replace_value, step);
  made.from = std::move(*from);
  made.value = std::move(*to);
  return made;
}

std::optional<MigrationStep> DeclaredHistory::undo_clear_duplicates(const Mapping& step) {
  std::string name;
  ResourceState* resource = resource_of(step, "resource", name);
  if (resource == nullptr) return std::nullopt;
  const FieldState* field = values_of(step, *resource);
  if (field == nullptr) return std::nullopt;
  if (!field->declared->nullable) {
    add_error(step, "field", fmt::format("{} cannot be null", step.text("field")));
    return std::nullopt;
  }
  MigrationStep made = step_of(MigrationKind::clear_duplicates, step);
  for (const std::string& other : step.texts("beside")) {
    if (!resource->fields.contains(other)) {
      add_error(step, "beside",
                fmt::format("there is no field {} after this step{}", other,
                            suggestion(other, names_of(resource->fields))));
      return std::nullopt;
    }
    made.beside.push_back(field_name(other).stored);
  }
  return made;
}

std::optional<MigrationStep> DeclaredHistory::undo_rename_resource(const Mapping& step) {
  std::string to;
  const std::string from = step.kebab_name("from", true);
  if (resource_of(step, "to", to) == nullptr || from.empty()) return std::nullopt;
  if (resources_.contains(from)) {
    add_error(step, "from", fmt::format("{} is still declared after this step", from));
    return std::nullopt;
  }
  auto moved = resources_.extract(to);
  moved.key() = from;
  resources_.insert(std::move(moved));
  MigrationStep made;
  made.kind = MigrationKind::rename_resource;
  made.resource = table_name(from);
  made.to = table_name(to);
  return made;
}

std::optional<MigrationStep> DeclaredHistory::undo_drop_resource(const Mapping& step) {
  const std::string name = step.kebab_name("resource", true);
  if (name.empty()) return std::nullopt;
  if (resources_.contains(name)) {
    add_error(step, "resource", fmt::format("{} is still declared after this step", name));
    return std::nullopt;
  }
  resources_[name].open = true;
  return step_of(MigrationKind::drop_resource, step);
}

}  // namespace vip
