// Spaces. Stock is stored by space, so a location must keep at least one.
#include "domains/location-management/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class SpaceRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.removes()) return;
    if (context.all_with(location_, change.before->at(location_), 2).size() < 2)
      context.refuse(location_, errors::last_space);
  }

 private:
  FieldHandle location_ = own("location-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_location_management_spaces_rules(const RuleSetup& setup) {
  return std::make_unique<SpaceRules>(setup);
}

}  // namespace vip::domains
