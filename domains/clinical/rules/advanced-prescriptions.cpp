// Advanced prescriptions. A suspension has a reason and a day, and takes both with it when it ends;
// the next supply is due only while the treatment goes on.
#include "domains/clinical/rules/clinical_rules.h"
#include "domains/clinical/rules/formulary_item.h"
#include "domains/clinical/rules/prescribing.h"
#include "rules/states.h"

namespace vip::domains {
namespace {

class AdvancedPrescriptionRules final : public ClinicalRules {
 public:
  explicit AdvancedPrescriptionRules(const RuleSetup& setup)
      : ClinicalRules{setup, "AdvancedPrescription"} {}

  void prepare(const Change& change, RuleContext& context) const override {
    ClinicalRules::prepare(change, context);
    if (change.changes(status_) && change.after().text(status_) != "Suspended") {
      context.set(suspended_, null_value());
      if (!context.is_explicit(reason_)) context.set(reason_, null_value());
    }
    context.set(next_supply_, next_supply(change.after()));
  }

  void validate(const Change& change, RuleContext& context) const override {
    ClinicalRules::validate(change, context);
    law_.check_prescriber(change, context);
    const Record& record = change.after();
    if (is_new(change, reason_) && record.text(status_) != "Suspended")
      context.refuse(reason_, ErrorCode::not_suspended);
    if (enters(change, status_, "Expired") &&
        (!record.has(last_day_) || record.number(last_day_) >= today(record, context).days))
      context.refuse(status_, ErrorCode::not_expired_yet);
  }

 protected:
  std::string summary(const Record& record, World& world) const override {
    return "Advanced prescription: " + item_.summary(record, quantity_, world);
  }

 private:
  Value next_supply(const Record& record) const {
    if (record.text(status_) != "Active") return null_value();
    std::int64_t next = record.number(first_day_);
    if (record.has(last_supply_)) {
      const Date last{static_cast<std::int32_t>(record.number(last_supply_))};
      next = after_period(last, record.number(interval_), record.text(period_)).days;
    }
    if (record.has(last_day_) && next > record.number(last_day_)) return null_value();
    return next;
  }

  FormularyItem item_{setup()};
  Prescribing law_{setup()};
  FieldHandle status_ = own("status");
  FieldHandle reason_ = own("suspend-reason-uuid"), suspended_ = own("suspended-date"),
              first_day_ = own("start-date"), last_day_ = own("end-date");
  FieldHandle quantity_ = own("quantity"), interval_ = own("interval"),
              period_ = own("interval-period"), last_supply_ = own("last-supply-date"),
              next_supply_ = own("next-supply-date");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_advanced_prescriptions_rules(const RuleSetup& setup) {
  return std::make_unique<AdvancedPrescriptionRules>(setup);
}

}  // namespace vip::domains
