// Practitioner locations. Others plan by where a practitioner works, and when.
#include "domains/contact-management/rules/practitioner_periods.h"

namespace vip::domains {

std::unique_ptr<ResourceRules> make_contact_management_practitioner_locations_rules(
    const RuleSetup& setup) {
  return std::make_unique<PractitionerPeriodRules>(setup, "end-date");
}

}  // namespace vip::domains
