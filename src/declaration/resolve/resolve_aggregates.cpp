// What aggregates add up: numbers of the record itself and of records that name it. Each resource
// learns in which aggregates of others its numbers count.
#include <fmt/format.h>

#include <algorithm>

#include "declaration/parse/literal.h"
#include "declaration/resolve/resolve.h"

namespace vip {
namespace {

class TotalResolver {
 public:
  TotalResolver(CatalogueAst& draft, ResourceAst& owner, Field& total)
      : draft_{draft}, owner_{owner}, total_{total}, notes_{owner.notes_of(total)} {}

  void resolve() {
    for (std::size_t i = 0; i < total_.total.size(); ++i) {
      AggregateTerm& term = total_.total[i];
      ResourceAst* source = source_of(term);
      if (source == nullptr) continue;
      resolve_number(*source, term);
      for (const Mapping::Word& condition : notes_.aggregate_conditions[i])
        add_condition(*source, term, condition);
      if (!term.is_own()) source->resource->aggregated_in.push_back({&total_, &term});
    }
  }

 private:
  int line() const { return notes_.line_of("aggregate"); }
  std::string what() const { return "field " + total_.name + ": aggregate"; }
  void error(const std::string& message) const {
    owner_.errors.add(line(), what() + ": " + message);
  }

  // Null: not loaded, or an error.
  ResourceAst* source_of(AggregateTerm& term) {
    if (term.is_own()) return &owner_;
    const Resource* source = resolve_target(draft_, owner_, term.of, line(), what());
    if (source == nullptr) return nullptr;
    ResourceAst& found = draft_.draft_of(*source);
    const Field* by = find_or_error(found, term.by, owner_, line(), what());
    if (by == nullptr) return nullptr;
    if (source->parent_resource != nullptr &&
        source->parent_resource->delete_kind == DeleteKind::hard)
      error(term.of + " goes with its parent, and no total is told of it");
    check_told(*by);
    const bool one_of_several =
        std::ranges::find(by->any_targets, owner_.resource) != by->any_targets.end();
    if (by->type != FieldType::uuid || (by->target != owner_.resource && !one_of_several)) {
      error(term.by + " does not refer to this resource");
      return nullptr;
    }
    term.source = source;
    term.by_field = by;
    return &found;
  }

  // What the store keeps in step by itself changes without rules.
  void check_told(const Field& field) const {
    if (!field.denormalized_from.empty() || field.exclusive)
      error(field.name + " is kept by the store, and no total is told when it changes");
  }

  void resolve_number(ResourceAst& source, AggregateTerm& term) {
    const Field* number = find_or_error(source, term.number, owner_, line(), what());
    if (number == nullptr) return;
    if (number->type != total_.type || number->scale != total_.scale)
      return error(term.number + " is of another type or scale");
    if (number->pii && !total_.pii)
      return error(term.number + " is personal, so the aggregate has to be");
    check_told(*number);
    term.number_field = number;
  }

  void add_condition(ResourceAst& source, AggregateTerm& term, const Mapping::Word& condition) {
    const std::string where = what() + ": where";
    const Field* field = find_or_error(source, condition.name, owner_, condition.line, where);
    if (field == nullptr) return;
    check_told(*field);
    auto values = read_values(condition.value, *field, owner_.errors, where + ": " + field->name);
    term.only.push_back({field->name, std::move(values), field});
  }

  CatalogueAst& draft_;
  ResourceAst& owner_;
  Field& total_;
  SourceMap& notes_;
};

// Each total after those of the same record that it adds up.
void put_in_order(ResourceAst& owner) {
  std::vector<const Field*> left;
  for (const Field& field : owner.resource->fields)
    if (!field.total.empty()) left.push_back(&field);
  const auto waits = [&](const Field* total) {
    return std::ranges::any_of(total->total, [&](const AggregateTerm& term) {
      return term.is_own() && std::ranges::find(left, term.number_field) != left.end();
    });
  };
  while (!left.empty()) {
    const auto next = std::ranges::find_if_not(left, waits);
    if (next == left.end())
      return owner.errors.add(
          owner.notes_of(*left.front()).line_of("aggregate"),
          fmt::format("field {}: aggregate: it adds up itself", left.front()->name));
    const Field* total = *next;
    left.erase(next);
    owner.resource->aggregates.push_back(total);
  }
}

}  // namespace

void resolve_aggregates(CatalogueAst& draft) {
  for (ResourceAst* owner : draft.all()) {
    for (Field& field : owner->resource->fields)
      if (!field.total.empty()) TotalResolver{draft, *owner, field}.resolve();
    put_in_order(*owner);
  }
}

}  // namespace vip
