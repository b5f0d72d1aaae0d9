// The declared words of changes. What was accepted once is not judged again: only changes are.
#include "engine/constraints/declared_rules.h"

#include <algorithm>

#include "engine/constraints/aggregates.h"
#include "engine/constraints/projections.h"
#include "engine/constraints/references.h"
#include "rules/place.h"
#include "rules/states.h"

namespace vip {
namespace {

using States = std::vector<std::string>;

std::string listed(const States& states) {
  std::string text;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (i > 0) text += i + 1 == states.size() ? " or " : ", ";
    text += states[i];
  }
  return text;
}

bool contains(const States& states, std::string_view state) {
  return std::ranges::find(states, state) != states.end();
}

void fill_in(const Field& field, const Change& change, RuleContext& context) {
  const Record& after = change.after();
  if (!is_null(after.at(field)) || !differs(change, FieldHandle{field.default_path.front()}))
    return;
  Value value = value_along(field.default_path, after, context);
  if (!is_null(value)) context.set(FieldHandle{&field}, std::move(value));
}

// The defaults that depend on the practice: its day, its currency.
void begin(const Field& field, const Change& change, RuleContext& context) {
  if (!change.creates() || !is_null(change.after().at(field))) return;
  context.set(FieldHandle{&field}, field.default_kind == DefaultKind::today
                                       ? to_value(today_at(change.after(), context))
                                       : Value{context.tenant().currency});
}

void stamp(const Field& state, const Change& change, RuleContext& context) {
  for (const StateMachine::Timestamp& stamp : state.state_machine.timestamps) {
    const FieldHandle moment{stamp.field};
    const bool entered = differs(change, FieldHandle{&state}) &&
                         change.after().text(FieldHandle{&state}) == stamp.state;
    if (!entered || context.is_explicit(moment)) continue;
    if (stamp.field->type == FieldType::date)
      context.set(moment, to_value(today_at(change.after(), context)));
    else
      context.set(moment, context.now().milliseconds);
  }
}

void compose(const Field& field, const Change& change, RuleContext& context) {
  std::string text = filled_in(*field.text_template, change.after(), context, field.max_length);
  context.set(FieldHandle{&field}, text.empty() ? null_value() : Value{std::move(text)});
}

// A value goes when what it goes with ends, unless the caller says otherwise and is refused.
void let_go(const Field& field, const Change& change, RuleContext& context) {
  const FieldHandle handle{&field};
  if (change.after().has(handle) && !context.is_explicit(handle) &&
      !field.allowed_when->condition.holds(change.after().at(*field.allowed_when->condition.field)))
    context.set(handle, null_value());
}

void check_allowed_when(const Field& field, const Change& change, RuleContext& context) {
  const FieldCondition& condition = field.allowed_when->condition;
  if (is_new(change, FieldHandle{&field}) && !condition.holds(change.after().at(*condition.field)))
    context.refuse(FieldHandle{&field}, field.allowed_when->code, field.allowed_when->detail);
}

void check_state(const Field& state, const Change& change, RuleContext& context) {
  const FieldHandle handle{&state};
  if (!is_new(change, handle)) return;
  const std::string to{change.after().text(handle)};
  const States& begin = state.state_machine.begin;
  if (change.before == nullptr || !change.before->has(handle)) {
    if (!contains(begin, to))
      context.refuse(handle, errors::transition_not_allowed,
                     "It begins as " + listed(begin) + "; " + to + " comes later.");
    return;
  }
  const std::string from{change.before->text(handle)};
  const States& next = states_after(handle, from);
  if (contains(next, to)) return;
  context.refuse(handle, errors::transition_not_allowed,
                 next.empty()
                     ? from + " is a final state: nothing follows it."
                     : from + " can be followed by " + listed(next) + ", not by " + to + ".");
}

void check_day(const Field& later, const Change& change, RuleContext& context) {
  const FieldHandle day{&later};
  const FieldHandle earlier{later.on_or_after};
  const Record& after = change.after();
  if (!is_new(change, day) && !is_new(change, earlier)) return;
  if (!after.has(day) || !after.has(earlier) || after.number(day) >= after.number(earlier)) return;
  context.refuse(day, errors::dates_reversed,
                 "Expected the day of " + earlier.name() + " or a later one.");
}

void check_past(const Field& past, const Change& change, RuleContext& context) {
  const FieldHandle field{&past};
  if (!is_new(change, field)) return;
  const Record& after = change.after();
  const Date day = past.type == FieldType::date
                       ? after.day(field)
                       : day_at(after, Instant{after.number(field)}, context);
  if (day > today_at(after, context))
    context.refuse(field, errors::date_in_future, "Expected today or an earlier day.");
}

// Whether what the reference names is as it must be. What says nothing of the matter fits all.
bool fits(const ReferenceConstraint& must, const Record& named, const Record& after,
          DataContext& data) {
  const Value& theirs = named.at(*must.field);
  if (must.own_path.empty()) return named.text(FieldHandle{must.field}) == must.equals;
  const Value own = value_along(must.own_path, after, data);
  if (is_null(theirs) || is_null(own)) return true;
  if (must.field->type == must.own_path.back()->type) return theirs == own;
  return std::get<std::string>(theirs).find(to_string(std::get<Uuid>(own))) != std::string::npos;
}

bool asks_something(const Field* reference) { return !reference->reference_constraints.empty(); }

// What the field and the references inside it ask of the records that they name.
void check_named(const Field& field, const Change& change, RuleContext& context) {
  const FieldHandle handle{&field};
  const auto concerns = [&](const ReferenceConstraint& must) {
    return must.field != nullptr &&
           (is_new(change, handle) ||
            (!must.own_path.empty() && is_new(change, FieldHandle{must.own_path.front()})));
  };
  for (const NamedRecord& at : records_named_by(field, change.after().at(field))) {
    const auto& conditions = at.reference->reference_constraints;
    if (std::ranges::none_of(conditions, concerns)) continue;
    const auto named = context.find(*at.reference->target, at.id);
    if (!named) continue;
    for (const ReferenceConstraint& must : conditions)
      if (concerns(must) && !fits(must, *named, change.after(), context))
        context.refuse(handle, must.code, must.detail, at.below);
  }
}

}  // namespace

DeclaredRules::DeclaredRules(const Resource& resource, std::unique_ptr<ResourceRules> own)
    : own_{own ? std::move(own) : std::make_unique<ResourceRules>()} {
  for (const Field& field : resource.fields) {
    if (!field.default_path.empty()) found_elsewhere_.push_back(&field);
    if (!field.state_machine.begin.empty()) states_.push_back(&field);
    if (field.on_or_after != nullptr) days_.push_back(&field);
    if (field.text_template) templates_.push_back(&field);
    if (field.allowed_when) conditional_.push_back(&field);
    if (field.past_or_present) past_.push_back(&field);
    if (field.default_kind == DefaultKind::today ||
        field.default_kind == DefaultKind::tenant_currency)
      begin_as_practice_.push_back(&field);
    if (std::ranges::any_of(references_of(field), asks_something)) references_.push_back(&field);
  }
}

void DeclaredRules::prepare(const Change& change, RuleContext& context) const {
  if (change.after_record == nullptr) return own_->prepare(change, context);
  for (const Field* field : found_elsewhere_) fill_in(*field, change, context);
  for (const Field* field : begin_as_practice_) begin(*field, change, context);
  mint_projected(change, context);
  own_->prepare(change, context);
  for (const Field* field : conditional_) let_go(*field, change, context);
  for (const Field* field : states_) stamp(*field, change, context);
  for (const Field* field : templates_) compose(*field, change, context);
  add_up(change, context);
}

void DeclaredRules::validate(const Change& change, RuleContext& context) const {
  if (!change.removes()) {
    for (const Field* field : states_) check_state(*field, change, context);
    for (const Field* field : conditional_) check_allowed_when(*field, change, context);
    for (const Field* field : days_) check_day(*field, change, context);
    for (const Field* field : past_) check_past(*field, change, context);
    for (const Field* field : references_) check_named(*field, change, context);
  }
  own_->validate(change, context);
}

void DeclaredRules::effects(const Change& change, RuleContext& context) const {
  project(change, context);
  own_->effects(change, context);
  update_aggregates(change, context);
}

std::unique_ptr<ResourceRules> rules_for(const Resource& resource, const Catalogue& catalogue,
                                         std::span<const RuleEntry> entries) {
  const std::string path = resource.domain->name + "/" + resource.name;
  const auto entry = std::ranges::find(entries, path, &RuleEntry::resource);
  return std::make_unique<DeclaredRules>(
      resource, entry == entries.end() ? nullptr : entry->make({resource, catalogue}));
}

}  // namespace vip
