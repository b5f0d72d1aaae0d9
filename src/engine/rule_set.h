#pragma once

#include <memory>
#include <unordered_map>

#include "engine/constrained_rules.h"

namespace vip {

// The rules of all resources, made once: a rule that names a field that does not exist stops the
// start.
class RuleSet {
 public:
  RuleSet(const Catalogue& catalogue, std::span<const RuleEntry> entries,
          std::span<const ActionEntry> actions = {}, std::span<const JobEntry> jobs = {});
  const ConstrainedRules& of(const Resource& resource) const { return *rules_.at(&resource); }
  const ActionRules& of(const Action& action) const { return *actions_.at(&action); }
  const JobRules& of_job(const Resource& resource) const { return *jobs_.at(&resource); }

 private:
  std::unordered_map<const Resource*, std::unique_ptr<ConstrainedRules>> rules_;
  std::unordered_map<const Action*, std::unique_ptr<ActionRules>> actions_;
  std::unordered_map<const Resource*, std::unique_ptr<JobRules>> jobs_;
};

}  // namespace vip
