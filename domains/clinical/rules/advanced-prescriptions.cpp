// Advanced prescriptions. The next supply is due only while the treatment continues.
#include "domains/clinical/error_codes.h"
#include "domains/clinical/rules/medicines.h"
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
    if (change.creates()) medicines_.settle(change.after(), context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    law_.check_prescriber(change, context);
    const Record& record = change.after();
    if (change.creates()) check_medicine(record, context);
    if (!change.creates() && is_final(*change.before, status_) && change.changes(last_day_))
      context.refuse(last_day_, errors::transition_not_allowed,
                     "It has ended. Expected another prescription.");
    if (enters(change, status_, "Expired") &&
        (!record.has(last_day_) || record.day(last_day_) >= today_at(record, context)))
      context.refuse(status_, errors::not_expired_yet);
  }

 private:
  void check_medicine(const Record& record, RuleContext& context) const {
    medicines_.check(record, Medicines::When::before_use, context);
    if (!law_.is_repeatable(record, context))
      context.refuse(item_, errors::not_applicable,
                     "A controlled drug of Schedule 2 or 3 is not repeatable");
  }

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
  Medicines medicines_{setup()};
  FieldHandle item_ = own("formulary-uuid");
  FieldHandle status_ = own("status"), first_day_ = own("start-date"), last_day_ = own("end-date");
  FieldHandle interval_ = own("interval"), period_ = own("interval-period"),
              last_supply_ = own("last-supply-date"), next_supply_ = own("next-supply-date");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_advanced_prescriptions_rules(const RuleSetup& setup) {
  return std::make_unique<AdvancedPrescriptionRules>(setup);
}

}  // namespace vip::domains
