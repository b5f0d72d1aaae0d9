#include "api/rule_set.h"

namespace vip {

RuleSet::RuleSet(const Catalogue& catalogue, std::span<const RuleEntry> entries) {
  for (const RuleEntry& entry : entries) {
    const Resource* resource = catalogue.find(entry.resource);
    if (resource == nullptr) continue;  // its domain is not served by this process
    rules_.emplace(resource, entry.make({*resource, catalogue}));
  }
}

const ResourceRules& RuleSet::of(const Resource& resource) const {
  const auto found = rules_.find(&resource);
  return found == rules_.end() ? none_ : *found->second;
}

}  // namespace vip
