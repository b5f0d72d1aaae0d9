#pragma once

#include <memory>
#include <unordered_map>

#include "rules/registry.h"

namespace vip {

// The rules of all resources, made once: a rule that names a field that does not exist stops the
// start.
class RuleSet {
 public:
  RuleSet(const Catalogue& catalogue, std::span<const RuleEntry> entries);
  // A resource without rules of its own has rules that do nothing.
  const ResourceRules& of(const Resource& resource) const;

 private:
  std::unordered_map<const Resource*, std::unique_ptr<ResourceRules>> rules_;
  ResourceRules none_;
};

}  // namespace vip
