// Eligibility registrations. Only charities treat animals at their own expense.
#include "domains/shared/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class EligibilityRegistrationRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (change.creates() && !context.tenant().charity)
      context.refuse(scheme_, errors::charity_only);
  }

 private:
  FieldHandle scheme_ = own("eligibility-scheme-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_eligibility_registration_rules(
    const RuleSetup& setup) {
  return std::make_unique<EligibilityRegistrationRules>(setup);
}

}  // namespace vip::domains
