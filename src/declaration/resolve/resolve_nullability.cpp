// Copies take the type of what they copy; then every field can say whether it may be null.
//
// Why in one walk: a copy may be null when its source may, and a source may be a copy itself. The
// walk goes to sources first and notices when copies go round in a circle.
#include <fmt/format.h>

#include <map>

#include "declaration/parse/field_keywords.h"
#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

class PresenceWalk {
 public:
  explicit PresenceWalk(CatalogueDraft& draft) : draft_{draft} {}

  void visit(ResourceDraft& owner, Field& field);

 private:
  enum class State : std::uint8_t { unseen, open, done };

  void follow_copy(ResourceDraft& owner, Field& field);
  CatalogueDraft& draft_;
  std::map<const Field*, State> states_;
};

void fault(const ResourceDraft& owner, int line, const Field& field, std::string_view message) {
  owner.faults.add(line, fmt::format("field {}: {}", field.name, message));
}

// Finds both ends of "reference-field.target-field".
void link_copy(CatalogueDraft& draft, ResourceDraft& owner, Field& field) {
  const FieldNotes& notes = owner.notes_of(field);
  const int line = notes.line_of("copy-of");
  if (field.copies_modified()) {
    if (field.type != FieldType::date_time) fault(owner, line, field, "modified is a date-time");
    return;
  }
  const std::size_t dot = field.copy_of.find('.');
  if (dot == std::string::npos) {
    fault(owner, line, field, "copy-of expects reference-field.field-of-target, or modified");
    return;
  }
  const std::string what = "field " + field.name + ": copy-of";
  Field* reference = find_or_fault(owner, field.copy_of.substr(0, dot), owner, line, what);
  if (reference == nullptr) return;
  if (reference->references.empty() || reference->type != FieldType::uuid) {
    fault(owner, line, field, fmt::format("copy-of: {} is no reference", reference->name));
    return;
  }
  const bool foreign = !reference->references.starts_with(owner.resource->domain->name + "/");
  if (foreign && !notes.typed) {
    fault(owner, line, field, "a copy from another domain names its type");
  }
  if (reference->target == nullptr) return;
  ResourceDraft& target = draft.draft_of(*reference->target);
  field.copy_reference = reference;
  field.copy_source = find_or_fault(target, field.copy_of.substr(dot + 1), owner, line, what);
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

void check_copy(const ResourceDraft& owner, Field& field, const FieldNotes& notes) {
  const Field& source = *field.copy_source;
  const int line = notes.line_of("copy-of");
  if (!notes.typed) take_type(field, source);
  const bool text = field.is_text() && source.is_text();
  if ((field.type != source.type && !text) || field.scale != source.scale) {
    fault(owner, line, field, fmt::format("copy-of: {} is of another type or scale", source.name));
  }
  if (!notes.sized) field.max_length = std::max(field.max_length, source.max_length);
  if (field.max_length < source.max_length) {
    fault(owner, line, field,
          fmt::format("copy-of: {} may be longer, up to {} characters", source.name,
                      source.max_length));
  }
  if (source.personal && !field.personal) {
    fault(owner, line, field, fmt::format("copy-of: {} is personal, so its copy is", source.name));
  }
}

void settle_null(const ResourceDraft& owner, Field& field, const FieldNotes& notes) {
  const bool copied = field.copy_source != nullptr && !field.copy_reference->nullable &&
                      !field.copy_source->nullable;
  const bool always = field.required || field.sequence || field.exactly_one || copied ||
                      field.role == FieldRole::id || field.copies_modified() ||
                      field.index == owner.resource->parent_field;
  if (always && notes.nullable.value_or(false)) {
    fault(owner, notes.line_of("nullable"), field, "nullable: it always has a value");
  }
  const bool has_default = field.default_kind != DefaultKind::none;
  field.nullable = !always && notes.nullable.value_or(!has_default);
}

void check_presence(const ResourceDraft& owner, const Field& field, const FieldNotes& notes) {
  const auto refuse = [&](std::string_view word, std::string_view message) {
    fault(owner, notes.line_of(word), field, message);
  };
  if (field.required) {
    if (field.default_kind != DefaultKind::none) {
      refuse("required", "required: a field with a default is never missing");
    }
    if (field.hidden) refuse("required", "required: nobody can send a hidden field");
    if (field.read_only) {
      refuse("required", "required: nobody can send a read-only field");
    }
    if (field.only_when) refuse("only-when", "only-when: it is always there");
    if (field.required_when) refuse("required-when", "required-when: it is required already");
  }
  if (!field.create_as.empty() && (field.read_only || field.hidden)) {
    refuse("create-as", "create-as: nobody can send the field");
  }
  if (field.sequence && field.default_kind != DefaultKind::none) {
    refuse("default", "default: a sequence has none");
  }
}

void PresenceWalk::follow_copy(ResourceDraft& owner, Field& field) {
  link_copy(draft_, owner, field);
  if (field.copy_source == nullptr) return;
  visit(owner, owner.resource->fields[static_cast<std::size_t>(field.copy_reference->index)]);
  ResourceDraft& target = draft_.draft_of(*field.copy_reference->target);
  Field& source = target.resource->fields[static_cast<std::size_t>(field.copy_source->index)];
  if (states_[&source] == State::open) {
    fault(owner, owner.notes_of(field).line_of("copy-of"), field, "copy-of goes round in a circle");
    field.copy_source = nullptr;
    field.copy_reference = nullptr;
    return;
  }
  visit(target, source);
  check_copy(owner, field, owner.notes_of(field));
}

void PresenceWalk::visit(ResourceDraft& owner, Field& field) {
  State& state = states_[&field];
  if (state != State::unseen) return;
  state = State::open;
  if (!field.copy_of.empty()) follow_copy(owner, field);
  const FieldNotes& notes = owner.notes_of(field);
  check_presence(owner, field, notes);
  settle_null(owner, field, notes);
  state = State::done;
}

}  // namespace

void resolve_presence(CatalogueDraft& draft) {
  PresenceWalk walk{draft};
  for (ResourceDraft* owner : draft.all()) {
    for (Field& field : owner->resource->fields) walk.visit(*owner, field);
  }
}

}  // namespace vip
