// Locations. A location without a space could store no stock, and the day of a practice depends on
// its main location: so each location gets its first space when it is created, and the main
// location cannot be removed.
#include "domains/location-management/error_codes.h"
#include "domains/location-management/rules/opening_hours.h"
#include "domains/shared/postcode.h"

namespace vip::domains {
namespace {

class LocationRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    check_postcode(postcode_, country_, change, context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& after = change.after();
    if (after.flag(main_) && after.flag(deactivated_)) {
      // The caller may have changed either field of the pair.
      const bool by_main = !change.changes(deactivated_);
      context.refuse(by_main ? main_ : deactivated_, errors::main_location_stays,
                     by_main ? "A deactivated location cannot be the main one." : "");
    }
    if (!is_new(change, opening_hours_)) return;
    if (auto contradiction = contradiction_in(after.text(opening_hours_)))
      context.refuse(opening_hours_, errors::opening_hours_contradictory,
                     std::move(*contradiction));
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& location = change.after();
    context.create(spaces_, {{space_location_, location.id()}, {space_name_, location.at(name_)}});
  }

 private:
  FieldHandle name_ = own("name"), main_ = own("main"), deactivated_ = own("deactivated"),
              opening_hours_ = own("opening-hours"), postcode_ = own("postcode"),
              country_ = own("country");
  const Resource& spaces_ = resource("location-management/spaces");
  FieldHandle space_location_ = of(spaces_, "location-uuid"), space_name_ = of(spaces_, "name");
};

}  // namespace

std::unique_ptr<ResourceRules> make_location_management_locations_rules(const RuleSetup& setup) {
  return std::make_unique<LocationRules>(setup);
}

}  // namespace vip::domains
