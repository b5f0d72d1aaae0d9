// Holidays. Only practitioners have slots that a holiday takes away.
#include "domains/common/contact_type.h"
#include "domains/common/dates.h"

namespace vip::domains {
namespace {

class HolidayRules final : public ResourceRules {
 public:
  explicit HolidayRules(const RuleSetup& setup)
      : practitioner_{setup, kPractitioner, ErrorCode::contact_not_practitioner,
                      "practitioner-uuid"},
        from_{setup.field("from")},
        to_{setup.field("to")} {}

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    practitioner_.check(change, context);
    refuse_reversed(change, from_, to_, context);
  }

 private:
  ContactMustBe practitioner_;
  FieldHandle from_, to_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_calendar_management_holidays_rules(const RuleSetup& setup) {
  return std::make_unique<HolidayRules>(setup);
}

}  // namespace vip::domains
