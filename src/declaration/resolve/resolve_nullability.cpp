// Copies take the type of what they copy; then every field can say whether it may be null.
//
// Why in one traversal: a copy may be null when its source may, and a source may be a copy itself.
// It goes to sources first and notices when copies go round in a circle.
#include <fmt/format.h>

#include <map>

#include "declaration/parse/field_keywords.h"
#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

class NullabilityTraversal {
 public:
  explicit NullabilityTraversal(CatalogueAst& ast) : ast_{ast} {}

  void visit(ResourceAst& owner, Field& field);

 private:
  enum class State : std::uint8_t { unseen, open, done };

  void follow_copy(ResourceAst& owner, Field& field);
  CatalogueAst& ast_;
  std::map<const Field*, State> states_;
};

void error(const ResourceAst& owner, int line, const Field& field, std::string_view message) {
  owner.errors.add(line, fmt::format("field {}: {}", field.name, message));
}

// Finds both ends of "reference-field.target-field".
void link_copy(CatalogueAst& ast, ResourceAst& owner, Field& field) {
  const FieldAst& declared = owner.ast_of(field);
  const int line = declared.line_of("denormalized-from");
  if (declared.denormalized_from == "modified") {
    field.modified_alias = true;
    if (field.type != FieldType::date_time) error(owner, line, field, "modified is a date-time");
    return;
  }
  const std::size_t dot = declared.denormalized_from.find('.');
  if (dot == std::string::npos) {
    error(owner, line, field,
          "denormalized-from expects reference-field.field-of-target, or modified");
    return;
  }
  const std::string what = "field " + field.name + ": denormalized-from";
  Field* reference =
      find_or_error(owner, declared.denormalized_from.substr(0, dot), owner, line, what);
  if (reference == nullptr) return;
  if (reference->references.empty() || reference->type != FieldType::uuid) {
    error(owner, line, field,
          fmt::format("denormalized-from: {} is no reference", reference->name));
    return;
  }
  const bool foreign = !reference->references.starts_with(owner.resource->domain->name + "/");
  if (foreign && !declared.typed) {
    error(owner, line, field, "a copy from another domain names its type");
  }
  if (reference->target == nullptr) return;
  ResourceAst& target = ast.ast_of(*reference->target);
  field.denormalized_reference = reference;
  field.denormalized_source =
      find_or_error(target, declared.denormalized_from.substr(dot + 1), owner, line, what);
}

void take_type(Field& field, const Field& source) {
  field.type = source.type;
  field.min_length = source.min_length;
  field.max_length = source.max_length;
  field.minimum = source.minimum;
  field.maximum = source.maximum;
  field.max_items = source.max_items;
  field.scale = source.scale;
  field.multiline = source.multiline;
  field.format = source.format;
  field.enum_values = source.enum_values;
  field.members = source.members;
  field.items = source.items;
}

void check_copy(const ResourceAst& owner, Field& field, const FieldAst& declared) {
  const Field& source = *field.denormalized_source;
  const int line = declared.line_of("denormalized-from");
  if (!declared.typed) take_type(field, source);
  const bool text = field.is_text() && source.is_text();
  if ((field.type != source.type && !text) || field.scale != source.scale) {
    error(owner, line, field,
          fmt::format("denormalized-from: {} is of another type or scale", source.name));
  }
  if (!declared.sized) field.max_length = std::max(field.max_length, source.max_length);
  if (field.max_length < source.max_length) {
    error(owner, line, field,
          fmt::format("denormalized-from: {} may be longer, up to {} characters", source.name,
                      source.max_length));
  }
  if (source.pii && !field.pii) {
    error(owner, line, field,
          fmt::format("denormalized-from: {} is personal, so its copy is", source.name));
  }
}

void resolve_null(const ResourceAst& owner, Field& field, const FieldAst& declared) {
  const bool copied = field.denormalized_source != nullptr &&
                      !field.denormalized_reference->nullable &&
                      !field.denormalized_source->nullable;
  const bool always = field.required || field.sequence || declared.always_has_value || copied ||
                      field.role == FieldRole::id || field.aliases_modified() ||
                      field.index == owner.resource->parent_field;
  if (always && declared.nullable.value_or(false)) {
    error(owner, declared.line_of("nullable"), field, "nullable: it always has a value");
  }
  const bool has_default = field.default_kind != DefaultKind::none;
  field.nullable = !always && declared.nullable.value_or(!has_default);
}

void check_presence(const ResourceAst& owner, const Field& field, const FieldAst& declared) {
  const auto refuse = [&](std::string_view keyword, std::string_view message) {
    error(owner, declared.line_of(keyword), field, message);
  };
  if (field.required) {
    if (field.default_kind != DefaultKind::none) {
      refuse("required", "required: a field with a default is never missing");
    }
    if (field.hidden) refuse("required", "required: nobody can send a hidden field");
    if (field.read_only) {
      refuse("required", "required: nobody can send a read-only field");
    }
  }
  if (!field.create_as.empty() && (field.read_only || field.hidden)) {
    refuse("create-as", "create-as: nobody can send the field");
  }
  if (field.sequence && field.default_kind != DefaultKind::none) {
    refuse("default", "default: a sequence has none");
  }
}

void NullabilityTraversal::follow_copy(ResourceAst& owner, Field& field) {
  link_copy(ast_, owner, field);
  if (field.denormalized_source == nullptr) return;
  visit(owner,
        owner.resource->fields[static_cast<std::size_t>(field.denormalized_reference->index)]);
  ResourceAst& target = ast_.ast_of(*field.denormalized_reference->target);
  Field& source =
      target.resource->fields[static_cast<std::size_t>(field.denormalized_source->index)];
  if (states_[&source] == State::open) {
    error(owner, owner.ast_of(field).line_of("denormalized-from"), field,
          "denormalized-from goes round in a circle");
    field.denormalized_source = nullptr;
    field.denormalized_reference = nullptr;
    return;
  }
  visit(target, source);
  check_copy(owner, field, owner.ast_of(field));
}

void NullabilityTraversal::visit(ResourceAst& owner, Field& field) {
  State& state = states_[&field];
  if (state != State::unseen) return;
  state = State::open;
  const FieldAst& declared = owner.ast_of(field);
  if (!declared.denormalized_from.empty()) follow_copy(owner, field);
  check_presence(owner, field, declared);
  resolve_null(owner, field, declared);
  state = State::done;
}

}  // namespace

void resolve_nullability(CatalogueAst& ast) {
  NullabilityTraversal traversal{ast};
  for (ResourceAst* owner : ast.all()) {
    for (Field& field : owner->resource->fields) traversal.visit(*owner, field);
  }
}

}  // namespace vip
