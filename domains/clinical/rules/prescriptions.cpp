// Prescriptions. The number of dispensed supplies and the status are equivalent: each follows from
// the other, and both from the dispensings. An issued prescription does not change.
#include <algorithm>

#include "domains/clinical/error_codes.h"
#include "domains/clinical/rules/medicines.h"
#include "domains/clinical/rules/prescribing.h"
#include "rules/place.h"
#include "rules/states.h"

namespace vip::domains {
namespace {

class PrescriptionRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    const Record& record = change.after();
    if (is_dispensing(change))
      count_dispensings(*change.before, record, context);
    else
      match_supplies_and_status(change, context);
    if (is_supplied_by(change) && !is_dispensing(change) && !context.is_explicit(last_supply_))
      context.set(last_supply_, to_value(today_at(record, context)));
    context.set(next_supply_, next_supply(record));
    if (change.creates()) settle_cascade(record, context);
    if (!record.has(expiry_)) context.set(expiry_, to_value(law_.last_day(record, context)));
  }

  void validate(const Change& change, RuleContext& context) const override {
    law_.check_prescriber(change, context);
    if (is_new(change, repeats_) && change.after().number(repeats_) > 0 &&
        !law_.is_repeatable(change.after(), context))
      context.refuse(repeats_, errors::not_applicable,
                     "A controlled drug of Schedule 2 or 3 is not repeatable");
    check_medicine(change, context);
    check_way_back(change, context);
    check_written(change, context);
    check_supplies(change, context);
    check_expiry(change, context);
  }

 private:
  std::int64_t supplies_in(const Record& record) const { return record.number(repeats_) + 1; }

  // Whether a dispensing of it is new, or was withdrawn.
  bool is_dispensing(const Change& change) const {
    return !change.creates() && differs(change, dispensed_);
  }

  bool is_supplied_by(const Change& change) const {
    const std::int64_t before = change.before == nullptr ? 0 : change.before->number(supplies_);
    return change.after().number(supplies_) > before;
  }

  void settle_cascade(const Record& record, RuleContext& context) const {
    if (record.has(cascade_reason_) && !context.is_explicit(cascade_))
      context.set(cascade_, std::int64_t{1});
    medicines_.settle(record, context);
  }

  // Supplies that were only counted, without a dispensing, stay counted.
  void count_dispensings(const Record& before, const Record& record, RuleContext& context) const {
    const auto supplies_of = [&](const Record& one) {
      return one.number(dispensed_) / record.number(quantity_);
    };
    const std::int64_t supplies = std::clamp<std::int64_t>(
        record.number(supplies_) + supplies_of(record) - supplies_of(before), 0,
        supplies_in(record));
    context.set(supplies_, supplies);
    // A cancelled or expired one stays so when a dispensing of it is withdrawn.
    const std::string_view status = before.text(status_);
    if (status != "Issued" && status != "PartDispensed" && status != "Dispensed") return;
    const bool none = supplies == 0 && record.number(dispensed_) == 0;
    const bool all = supplies == supplies_in(record);
    context.set(status_, std::string{none ? "Issued" : all ? "Dispensed" : "PartDispensed"});
  }

  // A draft is not complete yet: what it lacks is a warning until it is issued.
  void check_medicine(const Change& change, RuleContext& context) const {
    const Record& record = change.after();
    const bool issued = enters(change, status_, "Issued") && !is_dispensing(change);
    if (!change.creates() && !issued) return;
    medicines_.check(record, issued ? Medicines::When::before_use : Medicines::When::after_use,
                     context, record.has(withdrawal_days_));
  }

  // Only a dispensing that is withdrawn takes a supply back.
  void check_way_back(const Change& change, RuleContext& context) const {
    if (change.creates() || !change.changes(status_) || is_dispensing(change)) return;
    const std::string_view from = change.before->text(status_), to = change.after().text(status_);
    if (from == "Dispensed" || (from == "PartDispensed" && to == "Issued"))
      context.refuse(status_, errors::transition_not_allowed,
                     "It goes back when a dispensing is withdrawn.");
  }

  void match_supplies_and_status(const Change& change, RuleContext& context) const {
    const Record& record = change.after();
    const std::int64_t all = supplies_in(record);
    if (is_supplied_by(change) && !context.is_explicit(status_)) {
      const bool complete = record.number(supplies_) >= all;
      context.set(status_, std::string{complete ? "Dispensed" : "PartDispensed"});
    } else if (!context.is_explicit(supplies_)) {
      if (enters(change, status_, "Dispensed")) context.set(supplies_, all);
      // A part of a single supply is not a supply yet.
      if (enters(change, status_, "PartDispensed") && all > 1)
        context.set(supplies_, std::int64_t{1});
    }
  }

  Value next_supply(const Record& record) const {
    const bool more = record.number(supplies_) < supplies_in(record) && !is_final(record, status_);
    if (!more || !record.has(interval_) || !record.has(last_supply_)) return null_value();
    return to_value(
        after_period(record.day(last_supply_), record.number(interval_), record.text(period_)));
  }

  void check_written(const Change& change, RuleContext& context) const {
    if (change.creates() || change.before->text(status_) == "Draft") return;
    for (const FieldHandle field : written_)
      if (change.changes(field)) context.refuse(field, errors::prescription_issued);
  }

  void check_supplies(const Change& change, RuleContext& context) const {
    const Record& record = change.after();
    const std::int64_t supplies = record.number(supplies_);
    const bool falls =
        !change.creates() && !is_dispensing(change) && supplies < change.before->number(supplies_);
    const bool complete = record.text(status_) == "Dispensed";
    if (supplies > supplies_in(record) || falls || (complete && supplies < supplies_in(record)))
      context.refuse(supplies_, errors::supplies_do_not_fit,
                     "Expected from " +
                         std::to_string(change.creates() ? 0 : change.before->number(supplies_)) +
                         " to " + std::to_string(supplies_in(record)) +
                         "; all of them when it is Dispensed.");
    // Of a dispensing its own rules have checked the day.
    if (!is_supplied_by(change) || is_dispensing(change)) return;
    if (record.has(expiry_) && record.number(last_supply_) > record.number(expiry_))
      context.refuse(supplies_, errors::prescription_expired);
    if (!change.creates() && change.before->has(next_supply_) &&
        record.number(last_supply_) < change.before->number(next_supply_))
      context.warn(supplies_, errors::supplied_early, {});
  }

  void check_expiry(const Change& change, RuleContext& context) const {
    const Record& record = change.after();
    const Date last = law_.last_day(record, context);
    if (is_new(change, expiry_) && record.day(expiry_) > last)
      context.refuse(expiry_, errors::expiry_too_late,
                     "Expected " + to_string(last) + " or an earlier day.");
    if (enters(change, status_, "Expired") && record.day(expiry_) >= today_at(record, context))
      context.refuse(status_, errors::not_expired_yet);
  }

  Prescribing law_{setup()};
  Medicines medicines_{setup()};
  FieldHandle status_ = own("status"), repeats_ = own("repeats"), interval_ = own("interval"),
              period_ = own("interval-period"), supplies_ = own("supplies-dispensed");
  FieldHandle dispensed_ = own("quantity-dispensed"), quantity_ = own("quantity"),
              cascade_ = own("cascade"), cascade_reason_ = own("cascade-reason"),
              withdrawal_days_ = own("withdrawal-period-days");
  FieldHandle last_supply_ = own("last-dispensed-date"), next_supply_ = own("next-dispense-date"),
              expiry_ = own("expiry-date");
  // The fields that do not change after the issue.
  std::vector<FieldHandle> written_ =
      own({"contact-practitioner-uuid", "quantity", "repeats", "interval", "interval-period",
           "expiry-date", "instruction", "dispense-additional-information", "cascade",
           "cascade-reason", "withdrawal-periods", "withdrawal-period-days"});
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_prescriptions_rules(const RuleSetup& setup) {
  return std::make_unique<PrescriptionRules>(setup);
}

}  // namespace vip::domains
