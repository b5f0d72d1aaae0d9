#pragma once

#include <memory>
#include <vector>

#include "rules/registry.h"

// What declarations say of changes (state_machine, on-or-after, past-or-present,
// reference-constraints, default-from, allowed-when, defaults of the practice, text_template,
// projections, total), done as rules are: values are filled in before the resource's own rules,
// moments of states after them, and the checks stand beside theirs.

namespace vip {

class DeclaredRules final : public ResourceRules {
 public:
  // `own`: the resource's own rules; null when it has none.
  DeclaredRules(const Resource& resource, std::unique_ptr<ResourceRules> own);

  void prepare(const Change& change, RuleContext& context) const override;
  void validate(const Change& change, RuleContext& context) const override;
  void effects(const Change& change, RuleContext& context) const override;

 private:
  std::unique_ptr<ResourceRules> own_;
  // The fields that have such a word.
  std::vector<const Field*> found_elsewhere_, begin_as_practice_, templates_, states_, conditional_,
      days_, past_, references_;
};

// All rules of a resource: those that are registered for it and what its declaration says.
std::unique_ptr<ResourceRules> rules_for(const Resource& resource, const Catalogue& catalogue,
                                         std::span<const RuleEntry> entries);

}  // namespace vip
