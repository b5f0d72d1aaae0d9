#include "engine/constrained_rules.h"

#include <algorithm>

#include "schema/constraint.h"

namespace vip {

ConstrainedRules::ConstrainedRules(const Resource& resource, std::unique_ptr<ResourceRules> own)
    : own_{own ? std::move(own) : std::make_unique<ResourceRules>()} {
  for (const auto& constraint : resource.all_constraints) {
    const auto add = [&](Constraint::Step step, Constraints& to) {
      if ((constraint->steps() & step) != 0) to.push_back(constraint.get());
    };
    add(Constraint::kPrepare, prepare_);
    add(Constraint::kDerive, derive_);
    add(Constraint::kRequire, require_);
    add(Constraint::kSettle, settle_);
    add(Constraint::kValidate, validate_);
    add(Constraint::kStore, store_);
    add(Constraint::kEffects, effects_);
    add(Constraint::kAfterEffects, after_effects_);
    kept_by_others_ = kept_by_others_ || constraint->is_kept_by_others();
  }
}

void ConstrainedRules::prepare(const Change& change, RuleContext& context) const {
  if (change.after_record == nullptr) return own_->prepare(change, context);
  for (const Constraint* constraint : prepare_) constraint->prepare(change, context);
  own_->prepare(change, context);
  for (const Constraint* constraint : derive_) constraint->derive(change, context);
}

void ConstrainedRules::require(const Change& change, RuleContext& context) const {
  for (const Constraint* constraint : require_) constraint->require(change, context);
}

void ConstrainedRules::settle(const Change& change, RuleContext& context) const {
  for (const Constraint* constraint : settle_) constraint->settle(change, context);
}

void ConstrainedRules::validate(const Change& change, RuleContext& context) const {
  if (!change.removes())
    for (const Constraint* constraint : validate_) constraint->validate(change, context);
  own_->validate(change, context);
}

void ConstrainedRules::store(const Change& change, StoreContext& context) const {
  for (const Constraint* constraint : store_) constraint->store(change, context);
}

void ConstrainedRules::effects(const Change& change, RuleContext& context) const {
  for (const Constraint* constraint : effects_) constraint->effects(change, context);
  own_->effects(change, context);
  for (const Constraint* constraint : after_effects_) constraint->after_effects(change, context);
}

std::unique_ptr<ConstrainedRules> rules_for(const Resource& resource, const Catalogue& catalogue,
                                            std::span<const RuleEntry> entries) {
  const std::string path = resource.domain->name + "/" + resource.name;
  const auto entry = std::ranges::find(entries, path, &RuleEntry::resource);
  return std::make_unique<ConstrainedRules>(
      resource, entry == entries.end() ? nullptr : entry->make({resource, catalogue}));
}

}  // namespace vip
