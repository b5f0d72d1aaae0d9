// What the words of changes name: own fields, and fields of what references lead to.
#include <fmt/format.h>

#include <algorithm>

#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

class ConstraintResolver {
 public:
  ConstraintResolver(CatalogueAst& draft, ResourceAst& owner, Field& field)
      : draft_{draft}, owner_{owner}, field_{field} {}

  void resolve() {
    for (StateMachine::Timestamp& stamp : field_.state_machine.timestamps) resolve_stamp(stamp);
    if (!field_.on_or_after_name.empty()) resolve_not_before();
    resolve_reference_constraints(field_);
    if (!field_.default_from.empty()) resolve_default_from();
    if (field_.text_template) resolve_composed(*field_.text_template);
  }

 private:
  std::string what(std::string_view word) const {
    return fmt::format("field {}: {}", field_.name, word);
  }
  void error(std::string_view word, const std::string& message) const {
    owner_.errors.add(owner_.notes_of(field_).line_of(word), what(word) + ": " + message);
  }
  const Field* own(std::string_view word, std::string_view name) {
    return find_or_error(owner_, name, owner_, owner_.notes_of(field_).line_of(word), what(word));
  }
  const Field* of(const Resource& resource, std::string_view word, std::string_view name) {
    return find_or_error(draft_.draft_of(resource), name, owner_,
                         owner_.notes_of(field_).line_of(word), what(word));
  }

  void resolve_stamp(StateMachine::Timestamp& stamp) {
    stamp.field = own("state-machine", stamp.name);
    if (stamp.field != nullptr && !stamp.field->is_day_or_moment())
      error("state-machine", stamp.name + " is no date and no date-time");
  }

  void resolve_not_before() {
    field_.on_or_after = own("on-or-after", field_.on_or_after_name);
    if (field_.on_or_after != nullptr && field_.on_or_after->type != field_.type)
      error("on-or-after", field_.on_or_after_name + " is of another type");
  }

  // Of the field and of the references inside it.
  void resolve_reference_constraints(Field& at) {
    for (ReferenceConstraint& must : at.reference_constraints)
      resolve_reference_constraints(at, must);
    for (auto* parts : {&at.members, &at.items})
      for (Field& part : *parts) resolve_reference_constraints(part);
  }

  void resolve_reference_constraints(const Field& reference, ReferenceConstraint& must) {
    if (!must.as.empty()) {
      const int line = owner_.notes_of(field_).line_of("reference-constraints");
      auto path = resolve_path(draft_, owner_, must.as, line, what("reference-constraints"), false);
      if (path) must.own_path = *std::move(path);
      if (must.own_path.empty()) return;
    }
    if (reference.references.empty() || !reference.any_of.empty())
      return error("reference-constraints", "the field does not refer to one resource");
    if (reference.target == nullptr) return;
    const Field* named = of(*reference.target, "reference-constraints", must.name);
    if (named == nullptr) return;
    const auto& known = named->enum_values;
    if (!must.equals.empty() && std::find(known.begin(), known.end(), must.equals) == known.end())
      return error("reference-constraints",
                   fmt::format("{} is never \"{}\"", must.name, must.equals));
    const auto same_type = [&](const Field& own) {
      return own.type == named->type ||
             (named->type == FieldType::uuid_list && own.type == FieldType::uuid);
    };
    if (!must.own_path.empty() && !same_type(*must.own_path.back()))
      return error("reference-constraints",
                   fmt::format("{} and {} are of two types", must.name, must.as));
    must.field = named;
  }

  void resolve_composed(TextTemplate& text) {
    const int line = owner_.notes_of(field_).line_of("template");
    resolve_template(draft_, owner_, text, line, what("template"));
    check_text(owner_, text, field_, line, what("template"));
  }

  void resolve_default_from() {
    const int line = owner_.notes_of(field_).line_of("default-from");
    auto path =
        resolve_path(draft_, owner_, field_.default_from, line, what("default-from"), false);
    if (!path || path->empty()) return;
    if (path->size() < 2) return error("default-from", "expects reference-field.field-of-target");
    if (path->back()->type != field_.type)
      return error("default-from", path->back()->name + " is of another type");
    if (path->back()->pii && !field_.pii)
      return error("default-from", path->back()->name + " is personal, so the field has to be");
    field_.default_path = *std::move(path);
  }

  CatalogueAst& draft_;
  ResourceAst& owner_;
  Field& field_;
};

// The member of an array's objects; an error when there is none.
const Field* member_of(const Field& list, std::string_view name, const ResourceAst& owner, int line,
                       const std::string& what) {
  const auto& members = list.items.front().members;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Field& member) { return member.name == name; });
  if (found != members.end()) return &*found;
  owner.errors.add(line, fmt::format("{}: {} has no member \"{}\"", what, list.name, name));
  return nullptr;
}

// Whether all that a reference may name have the field, of one type: the way ends there.
bool have_alike(const Field& reference, const std::string& name, const ResourceAst& owner, int line,
                const std::string& what) {
  const Field* first = reference.any_targets.front()->find(name);
  for (const Resource* target : reference.any_targets) {
    const Field* field = target->find(name);
    if (field != nullptr && first != nullptr && field->type == first->type) continue;
    owner.errors.add(line, fmt::format("{}: not all that {} refers to have a field {} of one type",
                                       what, reference.name, name));
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::vector<const Field*>> resolve_path(CatalogueAst& draft, ResourceAst& owner,
                                                      const std::string& names, int line,
                                                      const std::string& what, bool into_lists) {
  std::vector<const Field*> path;
  ResourceAst* at = &owner;
  for (std::size_t from = 0, dot = 0; dot != std::string::npos; from = dot + 1) {
    dot = names.find('.', from);
    const std::string name = names.substr(from, dot - from);
    const Field* next = find_or_error(*at, name, owner, line, what);
    if (next == nullptr) return std::nullopt;
    path.push_back(next);
    if (dot == std::string::npos) break;
    if (into_lists && !next->items.empty()) {
      const Field* member = member_of(*next, names.substr(dot + 1), owner, line, what);
      if (member == nullptr) return std::nullopt;
      path.push_back(member);
      break;
    }
    if (next->type != FieldType::uuid || next->references.empty()) {
      owner.errors.add(line, fmt::format("{}: {} does not refer to one resource", what, name));
      return std::nullopt;
    }
    const Resource* target = next->any_targets.empty() ? next->target : next->any_targets.front();
    if (target == nullptr) return std::vector<const Field*>{};
    at = &draft.draft_of(*target);
    if (!next->any_targets.empty() && !have_alike(*next, names.substr(dot + 1), owner, line, what))
      return std::nullopt;
  }
  return path;
}

void resolve_constraints(CatalogueAst& draft) {
  for (ResourceAst* owner : draft.all())
    for (Field& field : owner->resource->fields) ConstraintResolver{draft, *owner, field}.resolve();
}

}  // namespace vip
