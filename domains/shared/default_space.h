#pragma once

// Where stock is when nobody says in which space of the location: in its default one.

#include "rules/rules.h"

namespace vip::domains {

// Of a resource with `location-uuid` and `location-space-uuid`.
class DefaultSpace : private Handles {
 public:
  explicit DefaultSpace(const RuleSetup& setup) : Handles{setup} {}

  // In prepare, once the location is known.
  void settle(const Record& record, RuleContext& context) const {
    if (record.has(space_) || !record.has(location_) || space_location_.field == nullptr) return;
    const auto spaces = context.select(space_location_.resource(),
                                       {{{space_location_, FilterOp::eq, {record.at(location_)}},
                                         {space_default_, FilterOp::eq, {std::int64_t{1}}}},
                                        {},
                                        1});
    if (!spaces.empty()) context.set(space_, spaces.front().id());
  }

 private:
  FieldHandle location_ = own("location-uuid"), space_ = own("location-space-uuid");
  FieldHandle space_location_ = of("location-management/spaces", "location-uuid"),
              space_default_ = of("location-management/spaces", "default");
};

}  // namespace vip::domains
