// Eligibility registrations. Only charities treat animals at their own expense.
#include "domains/common/dates.h"

namespace vip::domains {
namespace {

class EligibilityRegistrationRules final : public ResourceRules {
 public:
  explicit EligibilityRegistrationRules(const RuleSetup& setup)
      : scheme_{setup.field("eligibility-scheme-uuid")},
        start_date_{setup.field("start-date")},
        expiry_date_{setup.field("expiry-date")} {}

  void validate(const Change& change, RuleContext& context) const override {
    if (change.creates() && !context.tenant().charity)
      context.refuse(scheme_, ErrorCode::charity_only);
    refuse_reversed(change, start_date_, expiry_date_, context);
  }

 private:
  FieldHandle scheme_, start_date_, expiry_date_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_eligibility_registration_rules(
    const RuleSetup& setup) {
  return std::make_unique<EligibilityRegistrationRules>(setup);
}

}  // namespace vip::domains
