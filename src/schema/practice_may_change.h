#pragma once

#include "schema/constraint.h"
#include "schema/resource.h"

// Which fields of system-defined entries a practice may change. A release leaves them as they are.

namespace vip {

// What the keyword practice-may-change makes of a field. It refuses nothing itself: the engine asks
// for it where an entry of the system is changed, and the store where a release updates one.
class PracticeMayChange final : public Constraint {
 public:
  Steps steps() const override { return 0; }
};

// Whether a practice may change the field on system-defined entries: where an entry is shown and
// whether it is offered, and what is declared so.
inline bool practice_may_change(const Field& field) {
  const Resource* owner = field.owner;
  if (owner == nullptr || owner->system_entries.empty()) return false;
  return field.name == "view-order" || field.index == owner->deactivation_field ||
         constraint_of<PracticeMayChange>(field) != nullptr;
}

}  // namespace vip
