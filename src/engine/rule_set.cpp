#include "engine/rule_set.h"

#include <stdexcept>

namespace vip {

RuleSet::RuleSet(const Catalogue& catalogue, std::span<const RuleEntry> entries,
                 std::span<const ActionEntry> actions, std::span<const JobEntry> jobs) {
  for (const Resource* resource : catalogue.all())
    rules_.emplace(resource, rules_for(*resource, catalogue, entries));
  for (const ActionEntry& entry : actions) {
    const Action* action = catalogue.find_action(entry.action);
    if (action != nullptr) actions_.emplace(action, entry.make({*action, catalogue}));
  }
  for (const JobEntry& entry : jobs) {
    const Resource* resource = catalogue.find(entry.resource);
    if (resource != nullptr) jobs_.emplace(resource, entry.make({*resource, catalogue}));
  }
  // A declared action or job that nothing carries out must not be offered.
  for (const Resource* resource : catalogue.all())
    if (resource->job && !jobs_.contains(resource))
      throw std::logic_error(resource->file + ": no job rules are registered for it");
  for (const auto& domain : catalogue.domains)
    for (const auto& action : domain->actions)
      if (!actions_.contains(action.get()))
        throw std::logic_error(action->file + ": no rules are registered for it");
}

}  // namespace vip
