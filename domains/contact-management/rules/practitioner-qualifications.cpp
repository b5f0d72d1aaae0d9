// Practitioner qualifications. Only practitioners hold one, and it does not lapse before it is
// awarded.
#include "domains/common/contact_type.h"
#include "domains/common/dates.h"

namespace vip::domains {
namespace {

class PractitionerQualificationRules final : public ResourceRules {
 public:
  explicit PractitionerQualificationRules(const RuleSetup& setup)
      : must_be_practitioner_{setup, kPractitioner, ErrorCode::practitioner_only},
        first_day_{setup.field("start-date")},
        last_day_{setup.field("expiry-date")} {}

  void validate(const Change& change, RuleContext& context) const override {
    must_be_practitioner_.check(change, context);
    refuse_reversed(change, first_day_, last_day_, context);
  }

 private:
  ContactMustBe must_be_practitioner_;
  FieldHandle first_day_, last_day_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_practitioner_qualifications_rules(
    const RuleSetup& setup) {
  return std::make_unique<PractitionerQualificationRules>(setup);
}

}  // namespace vip::domains
