// Advanced prescriptions. The next supply is due only while the treatment continues.
#include "domains/clinical/error_codes.h"
#include "domains/clinical/rules/prescribing.h"
#include "rules/place.h"
#include "rules/states.h"

namespace vip::domains {
namespace {

class AdvancedPrescriptionRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    context.set(next_supply_, next_supply(change.after()));
  }

  void validate(const Change& change, RuleContext& context) const override {
    law_.check_prescriber(change, context);
    const Record& record = change.after();
    if (enters(change, status_, "Expired") &&
        (!record.has(last_day_) || record.day(last_day_) >= today_at(record, context)))
      context.refuse(status_, errors::not_expired_yet);
  }

 private:
  Value next_supply(const Record& record) const {
    if (record.text(status_) != "Active") return null_value();
    const Date next =
        record.has(last_supply_)
            ? after_period(record.day(last_supply_), record.number(interval_), record.text(period_))
            : record.day(first_day_);
    const bool is_over = record.has(last_day_) && next > record.day(last_day_);
    return is_over ? null_value() : to_value(next);
  }

  Prescribing law_{setup()};
  FieldHandle status_ = own("status"), first_day_ = own("start-date"), last_day_ = own("end-date");
  FieldHandle interval_ = own("interval"), period_ = own("interval-period"),
              last_supply_ = own("last-supply-date"), next_supply_ = own("next-supply-date");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_advanced_prescriptions_rules(const RuleSetup& setup) {
  return std::make_unique<AdvancedPrescriptionRules>(setup);
}

}  // namespace vip::domains
