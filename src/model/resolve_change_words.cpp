// What the words of changes name: own fields, and fields of what references lead to.
#include <fmt/format.h>

#include <algorithm>

#include "model/resolve.h"

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
    if (!must.as.empty()) must.own = own("must-have", must.as);
    if (reference.references.empty() || !reference.any_of.empty())
      return fault("must-have", "the field does not refer to one resource");
    if (reference.target == nullptr) return;
    const Field* named = of(*reference.target, "must-have", must.name);
    if (named == nullptr) return;
    const auto& known = named->enum_values;
    if (!must.equals.empty() && std::find(known.begin(), known.end(), must.equals) == known.end())
      return fault("must-have", fmt::format("{} is never \"{}\"", must.name, must.equals));
    if (must.own != nullptr && must.own->type != named->type &&
        !(named->type == FieldType::uuid_list && must.own->type == FieldType::uuid))
      return fault("must-have", fmt::format("{} and {} are of two types", must.name, must.as));
    must.field = named;
  }

  // Every name but the last is a reference, each of what the one before it names.
  void resolve_default_from() {
    std::vector<const Field*> path;
    const Resource* at = owner_.resource;
    std::size_t from = 0;
    for (std::size_t dot = 0; dot != std::string::npos; from = dot + 1) {
      dot = field_.default_from.find('.', from);
      const std::string name = field_.default_from.substr(from, dot - from);
      const Field* next = path.empty() ? own("default-from", name) : of(*at, "default-from", name);
      if (next == nullptr) return;
      path.push_back(next);
      if (dot == std::string::npos) break;
      if (next->type != FieldType::uuid || next->references.empty() || !next->any_of.empty())
        return fault("default-from", name + " does not refer to one resource");
      at = next->target;
      if (at == nullptr) return;  // not loaded: there is nothing to find
    }
    if (path.size() < 2) return fault("default-from", "expects reference-field.field-of-target");
    if (path.back()->type != field_.type)
      return fault("default-from", path.back()->name + " is of another type");
    field_.default_path = std::move(path);
  }

  CatalogueDraft& draft_;
  ResourceDraft& owner_;
  Field& field_;
};

}  // namespace

void resolve_change_words(CatalogueDraft& draft) {
  for (ResourceDraft* owner : draft.all())
    for (Field& field : owner->resource->fields) ChangeWords{draft, *owner, field}.resolve();
}

}  // namespace vip
