#pragma once

// Places of work and qualifications: what only practitioners have, from one day until another.

#include "domains/common/contact_type.h"
#include "domains/common/dates.h"

namespace vip::domains {

class PractitionerPeriodRules final : public ResourceRules {
 public:
  PractitionerPeriodRules(const RuleSetup& setup, std::string_view last_day)
      : must_be_practitioner_{setup, kPractitioner, ErrorCode::practitioner_only},
        first_day_{setup.field("start-date")},
        last_day_{setup.field(last_day)} {}

  void validate(const Change& change, RuleContext& context) const override {
    must_be_practitioner_.check(change, context);
    refuse_reversed(change, first_day_, last_day_, context);
  }

 private:
  ContactMustBe must_be_practitioner_;
  FieldHandle first_day_, last_day_;
};

}  // namespace vip::domains
