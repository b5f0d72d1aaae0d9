// Practitioner qualifications. One does not lapse before it is awarded.
#include "domains/contact-management/rules/practitioner_periods.h"

namespace vip::domains {

std::unique_ptr<ResourceRules> make_contact_management_practitioner_qualifications_rules(
    const RuleSetup& setup) {
  return std::make_unique<PractitionerPeriodRules>(setup, "expiry-date");
}

}  // namespace vip::domains
