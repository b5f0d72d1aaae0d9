#pragma once

#include <memory>
#include <vector>

#include "engine/store_context.h"
#include "rules/registry.h"

namespace vip {

// The rules of a resource together with the constraints that its declaration makes of keywords: at
// each step the constraints of that step, and where it has one the resource's own rule. What was
// accepted once is not checked again: only changes are.
class ConstrainedRules final : public ResourceRules {
 public:
  // `own`: the resource's own rules; null when it has none.
  ConstrainedRules(const Resource& resource, std::unique_ptr<ResourceRules> own);

  void prepare(const Change& change, RuleContext& context) const override;
  void validate(const Change& change, RuleContext& context) const override;
  void effects(const Change& change, RuleContext& context) const override;
  // Steps that rules have no part in; see Constraint::Step.
  void require(const Change& change, RuleContext& context) const;
  void settle(const Change& change, RuleContext& context) const;
  void store(const Change& change, StoreContext& context) const;

  bool settles() const { return !settle_.empty(); }
  bool is_kept_by_others() const { return kept_by_others_; }

 private:
  using Constraints = std::vector<const Constraint*>;

  std::unique_ptr<ResourceRules> own_;
  Constraints prepare_, derive_, require_, settle_, validate_, store_, effects_, after_effects_;
  bool kept_by_others_ = false;
};

// All rules of a resource: those that are registered for it and what its declaration says.
std::unique_ptr<ConstrainedRules> rules_for(const Resource& resource, const Catalogue& catalogue,
                                            std::span<const RuleEntry> entries);

}  // namespace vip
