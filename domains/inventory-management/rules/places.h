#pragma once

// Where stock is: a space of a location. Movements and batches both say it, in the same way.

#include "domains/common/handles.h"

namespace vip::domains {

class Places {
 public:
  // Of a resource with `location-uuid` and `location-space-uuid`.
  explicit Places(const RuleSetup& setup)
      : location_{setup.field("location-uuid")},
        space_{setup.field("location-space-uuid")},
        space_location_{field_if_served(setup, "location-management/spaces", "location-uuid")},
        space_default_{field_if_served(setup, "location-management/spaces", "default")} {}

  // The location's default space where the caller chose none.
  void settle(const Change& change, RuleContext& context) const {
    if (change.after().has(space_) || !change.after().has(location_) || !served()) return;
    const auto spaces =
        context.select(space_location_.resource(),
                       {{{space_location_, FilterOp::eq, {change.after().at(location_)}},
                         {space_default_, FilterOp::eq, {std::int64_t{1}}}},
                        {},
                        1});
    if (!spaces.empty()) context.set(space_, spaces.front().id());
  }

  // The space is a part of the location that the record names.
  void check(const Change& change, RuleContext& context) const {
    const auto space = context.find(space_, change.after());
    if (space && space->uuid(space_location_) != change.after().uuid(location_))
      context.refuse(space_, ErrorCode::space_not_at_location);
  }

  // The location that a space is part of; null when the space is not known here.
  Value location_of(const std::optional<Record>& space) const {
    return space ? space->at(space_location_) : null_value();
  }

 private:
  bool served() const { return space_location_.field != nullptr; }

  FieldHandle location_, space_, space_location_, space_default_;
};

}  // namespace vip::domains
