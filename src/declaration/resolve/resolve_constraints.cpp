// What the words of changes name: own fields, and fields of what references lead to.
#include <fmt/format.h>

#include <algorithm>

#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

class ChangeWords {
 public:
  ChangeWords(CatalogueDraft& draft, ResourceDraft& owner, Field& field)
      : draft_{draft}, owner_{owner}, field_{field} {}

  void resolve() {
    for (Transitions::Stamp& stamp : field_.transitions.stamps) resolve_stamp(stamp);
    if (!field_.not_before_name.empty()) resolve_not_before();
    resolve_must_have(field_);
    if (!field_.default_from.empty()) resolve_default_from();
    if (field_.composed) resolve_composed(*field_.composed);
  }

 private:
  std::string what(std::string_view word) const {
    return fmt::format("field {}: {}", field_.name, word);
  }
  void fault(std::string_view word, const std::string& message) const {
    owner_.faults.add(owner_.notes_of(field_).line_of(word), what(word) + ": " + message);
  }
  const Field* own(std::string_view word, std::string_view name) {
    return find_or_fault(owner_, name, owner_, owner_.notes_of(field_).line_of(word), what(word));
  }
  const Field* of(const Resource& resource, std::string_view word, std::string_view name) {
    return find_or_fault(draft_.draft_of(resource), name, owner_,
                         owner_.notes_of(field_).line_of(word), what(word));
  }

  void resolve_stamp(Transitions::Stamp& stamp) {
    stamp.field = own("transitions", stamp.name);
    if (stamp.field != nullptr && !stamp.field->is_day_or_moment())
      fault("transitions", stamp.name + " is no date and no date-time");
  }

  void resolve_not_before() {
    field_.not_before = own("not-before", field_.not_before_name);
    if (field_.not_before != nullptr && field_.not_before->type != field_.type)
      fault("not-before", field_.not_before_name + " is of another type");
  }

  // Of the field and of the references inside it.
  void resolve_must_have(Field& at) {
    for (MustHave& must : at.must_have) resolve_must_have(at, must);
    for (auto* parts : {&at.members, &at.items})
      for (Field& part : *parts) resolve_must_have(part);
  }

  void resolve_must_have(const Field& reference, MustHave& must) {
    if (!must.as.empty()) {
      const int line = owner_.notes_of(field_).line_of("must-have");
      auto path = resolve_path(draft_, owner_, must.as, line, what("must-have"), false);
      if (path) must.own_path = *std::move(path);
      if (must.own_path.empty()) return;
    }
    if (reference.references.empty() || !reference.any_of.empty())
      return fault("must-have", "the field does not refer to one resource");
    if (reference.target == nullptr) return;
    const Field* named = of(*reference.target, "must-have", must.name);
    if (named == nullptr) return;
    const auto& known = named->enum_values;
    if (!must.equals.empty() && std::find(known.begin(), known.end(), must.equals) == known.end())
      return fault("must-have", fmt::format("{} is never \"{}\"", must.name, must.equals));
    const auto same_type = [&](const Field& own) {
      return own.type == named->type ||
             (named->type == FieldType::uuid_list && own.type == FieldType::uuid);
    };
    if (!must.own_path.empty() && !same_type(*must.own_path.back()))
      return fault("must-have", fmt::format("{} and {} are of two types", must.name, must.as));
    must.field = named;
  }

  void resolve_composed(TextTemplate& text) {
    const int line = owner_.notes_of(field_).line_of("composed");
    resolve_template(draft_, owner_, text, line, what("composed"));
    check_text(owner_, text, field_, line, what("composed"));
  }

  void resolve_default_from() {
    const int line = owner_.notes_of(field_).line_of("default-from");
    auto path =
        resolve_path(draft_, owner_, field_.default_from, line, what("default-from"), false);
    if (!path || path->empty()) return;
    if (path->size() < 2) return fault("default-from", "expects reference-field.field-of-target");
    if (path->back()->type != field_.type)
      return fault("default-from", path->back()->name + " is of another type");
    if (path->back()->personal && !field_.personal)
      return fault("default-from", path->back()->name + " is personal, so the field has to be");
    field_.default_path = *std::move(path);
  }

  CatalogueDraft& draft_;
  ResourceDraft& owner_;
  Field& field_;
};

// The member of an array's objects; a fault when there is none.
const Field* member_of(const Field& list, std::string_view name, const ResourceDraft& owner,
                       int line, const std::string& what) {
  const auto& members = list.items.front().members;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Field& member) { return member.name == name; });
  if (found != members.end()) return &*found;
  owner.faults.add(line, fmt::format("{}: {} has no member \"{}\"", what, list.name, name));
  return nullptr;
}

// Whether all that a reference may name have the field, of one type: the way ends there.
bool have_alike(const Field& reference, const std::string& name, const ResourceDraft& owner,
                int line, const std::string& what) {
  const Field* first = reference.any_targets.front()->find(name);
  for (const Resource* target : reference.any_targets) {
    const Field* field = target->find(name);
    if (field != nullptr && first != nullptr && field->type == first->type) continue;
    owner.faults.add(line, fmt::format("{}: not all that {} refers to have a field {} of one type",
                                       what, reference.name, name));
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::vector<const Field*>> resolve_path(CatalogueDraft& draft, ResourceDraft& owner,
                                                      const std::string& names, int line,
                                                      const std::string& what, bool into_lists) {
  std::vector<const Field*> path;
  ResourceDraft* at = &owner;
  for (std::size_t from = 0, dot = 0; dot != std::string::npos; from = dot + 1) {
    dot = names.find('.', from);
    const std::string name = names.substr(from, dot - from);
    const Field* next = find_or_fault(*at, name, owner, line, what);
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
      owner.faults.add(line, fmt::format("{}: {} does not refer to one resource", what, name));
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

void resolve_change_words(CatalogueDraft& draft) {
  for (ResourceDraft* owner : draft.all())
    for (Field& field : owner->resource->fields) ChangeWords{draft, *owner, field}.resolve();
}

}  // namespace vip
