// What records pass on: the other resource, the fields that both have, the gaps of texts.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

class ProjectionResolver {
 public:
  ProjectionResolver(CatalogueAst& draft, ResourceAst& owner, Projection& passing, int line)
      : draft_{draft}, owner_{owner}, passing_{passing}, line_{line} {}

  void resolve() {
    passing_.target = resolve_target(draft_, owner_, passing_.to, line_, kWhat);
    if (!passing_.id_name.empty()) {
      passing_.id = find_or_error(owner_, passing_.id_name, owner_, line_, kWhat);
      if (passing_.id != nullptr && passing_.id->type != FieldType::uuid)
        error(passing_.id_name + " is no uuid");
    }
    for (auto* given : {&passing_.values, &passing_.when_deleted})
      for (Projection::Given& value : *given) resolve(value);
    for (const std::string& name : passing_.without)
      find_or_error(owner_, name, owner_, line_, kWhat);
    for (const auto& [own, theirs] : passing_.renamed) {
      find_or_error(owner_, own, owner_, line_, kWhat);
      find_theirs(theirs);
    }
    if (passing_.target != nullptr) share();
  }

 private:
  static constexpr auto kWhat = "projections";

  void error(const std::string& message) const {
    owner_.errors.add(line_, std::string(kWhat) + ": " + message);
  }
  const Field* find_theirs(std::string_view name) {
    if (passing_.target == nullptr) return nullptr;
    return find_or_error(draft_.draft_of(*passing_.target), name, owner_, line_, kWhat);
  }

  void resolve(Projection::Given& value) {
    resolve_template(draft_, owner_, value.text, line_, kWhat);
    value.field = find_theirs(value.name);
    if (value.field == nullptr) return;
    if (value.field->type == FieldType::text)
      return check_text(owner_, value.text, *value.field, line_, kWhat);
    const TextTemplate::Piece* gap = value.text.only_gap();
    const auto& known = value.field->enum_values;
    const bool is_state =
        gap == nullptr && value.text.parts.size() == 1 &&
        std::ranges::find(known, value.text.parts[0].pieces[0].literal) != known.end();
    const bool same_type =
        gap != nullptr && (gap->path.empty() || gap->path.back()->type == value.field->type);
    if (!is_state && !same_type) error(value.name + " does not take such a value");
    if (same_type && !gap->path.empty() && gap->path.back()->pii && !value.field->pii)
      error(gap->name + " is personal, " + value.name + " is not");
  }

  std::string name_there(const Field& own) const {
    if (std::ranges::find(passing_.without, own.name) != passing_.without.end()) return {};
    for (const auto& [before, after] : passing_.renamed)
      if (before == own.name) return after;
    return own.name;
  }

  void check_shared(const Field& own, const Field& theirs) const {
    const bool enums = own.type == FieldType::enumeration && theirs.type == own.type;
    const bool into_text = own.is_text() && theirs.type == FieldType::text;
    if ((own.type != theirs.type && !into_text) || own.scale != theirs.scale)
      error(own.name + " is of another type or scale there");
    else if (enums && own.enum_values != theirs.enum_values)
      error(own.name + " has other values there");
    else if (into_text && own.type == theirs.type && own.max_length > theirs.max_length)
      error(own.name + " may be longer than it may be there");
    if (own.pii && !theirs.pii) error(own.name + " is personal, so it has to be personal there");
  }

  // By name: a resource that gains such a field passes it on without a word here.
  void share() {
    for (const Field& own : owner_.resource->fields) {
      if (own.role != FieldRole::declared && own.role != FieldRole::id) continue;
      const std::string name = name_there(own);
      const Field* theirs = name.empty() ? nullptr : passing_.target->find(name);
      const auto is_given = [&](const Projection::Given& value) { return value.field == theirs; };
      if (theirs == nullptr || std::ranges::any_of(passing_.values, is_given)) continue;
      check_shared(own, *theirs);
      passing_.shared.emplace_back(&own, theirs);
    }
  }

  CatalogueAst& draft_;
  ResourceAst& owner_;
  Projection& passing_;
  int line_;
};

}  // namespace

void resolve_template(CatalogueAst& draft, ResourceAst& owner, TextTemplate& text, int line,
                      const std::string& what) {
  for (TextTemplate::Part& part : text.parts) {
    for (TextTemplate::Piece& gap : part.pieces) {
      if (gap.name.empty()) continue;
      auto path = resolve_path(draft, owner, gap.name, line, what, true);
      if (path) gap.path = *std::move(path);
    }
  }
}

void check_text(const ResourceAst& owner, const TextTemplate& text, const Field& into, int line,
                const std::string& what) {
  constexpr std::array kTold{FieldType::text, FieldType::enumeration, FieldType::integer,
                             FieldType::decimal, FieldType::date};
  for (const TextTemplate::Part& part : text.parts)
    for (const TextTemplate::Piece& gap : part.pieces) {
      if (gap.path.empty()) continue;
      const Field& named = *gap.path.back();
      if (std::ranges::find(kTold, named.type) == kTold.end())
        owner.errors.add(line, fmt::format("{}: {} cannot stand in a text", what, gap.name));
      if (named.pii && !into.pii)
        owner.errors.add(line,
                         fmt::format("{}: {} is personal, {} is not", what, gap.name, into.name));
    }
}

void resolve_projections(CatalogueAst& draft) {
  for (ResourceAst* owner : draft.all()) {
    auto& all = owner->resource->projections;
    for (std::size_t i = 0; i < all.size(); ++i)
      ProjectionResolver{draft, *owner, all[i], owner->line(fmt::format("projections/{}", i))}
          .resolve();
  }
}

}  // namespace vip
