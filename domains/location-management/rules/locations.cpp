// Locations. A location without a space could keep no stock, and a practice without a main location
// would not know what "today" is: so each gets its first space when it is made, and the main one
// stays.
#include "domains/common/handles.h"
#include "domains/common/opening_hours.h"

namespace vip::domains {
namespace {

class LocationRules final : public ResourceRules {
 public:
  explicit LocationRules(const RuleSetup& setup)
      : id_{&setup.resource.id()},
        name_{setup.field("name")},
        main_{setup.field("main")},
        deactivated_{setup.field("deactivated")},
        opening_hours_{setup.field("opening-hours")},
        spaces_{setup.catalogue.resource("location-management/spaces")},
        space_location_{&spaces_.field("location-uuid")},
        space_name_{&spaces_.field("name")} {}

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& after = change.after();
    if (after.flag(main_) && after.flag(deactivated_)) {
      // Either half of the pair may be what the caller asked for.
      const bool by_main = !change.changes(deactivated_);
      context.refuse(by_main ? main_ : deactivated_, ErrorCode::main_location_stays,
                     by_main ? "A deactivated location cannot be the main one." : "");
    }
    if (!is_new(change, opening_hours_)) return;
    if (auto contradiction = contradiction_in(after.text(opening_hours_)))
      context.refuse(opening_hours_, ErrorCode::opening_hours_contradictory,
                     std::move(*contradiction));
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& location = change.after();
    context.create(spaces_,
                   {{space_location_, location.at(id_)}, {space_name_, location.at(name_)}});
  }

 private:
  FieldHandle id_, name_, main_, deactivated_, opening_hours_;
  const Resource& spaces_;
  FieldHandle space_location_, space_name_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_location_management_locations_rules(const RuleSetup& setup) {
  return std::make_unique<LocationRules>(setup);
}

}  // namespace vip::domains
