// Vaccinations. Data of the vaccine, the batch and the animal are copied into the record, as on a
// certificate; the next dose creates a reminder, which goes when the record turns out to be wrong.
#include "domains/clinical/rules/medicines.h"
#include "domains/clinical/rules/patient_reminder.h"
#include "domains/shared/error_codes.h"

namespace vip::domains {
namespace {

class VaccinationRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& record = change.after();
    if (!record.has(reminder_type_))
      context.set(reminder_type_, reminder_.type_of(record, context));
    const Value due = reminder_.decide(record, record.at(reminder_type_), record.at(next_due_),
                                       context, context.find(corrects_, record));
    if (!record.has(next_due_)) context.set(next_due_, due);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& record = change.after();
    const Date given = day_at(record, Instant{record.number(date_)}, context);
    if (record.has(next_due_) && record.day(next_due_) <= given)
      context.refuse(next_due_, errors::dates_reversed, "Expected a day after the vaccination.");
    if (record.has(batch_expiry_) && record.day(batch_expiry_) < given)
      context.warn(batch_expiry_, errors::batch_expired, {});
    medicines_.check(record, Medicines::When::after_use, context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    const Record& record = change.after();
    if (change.creates())
      reminder_.make(record, record.at(reminder_type_), record.at(next_due_), context);
    else if (change.sets_to_true(in_error_))
      reminder_.withdraw(record, context);
  }

 private:
  PatientReminder reminder_{setup()};
  Medicines medicines_{setup()};
  FieldHandle batch_expiry_ = own("batch-expiry-date"), corrects_ = own("corrects-uuid"),
              date_ = own("date"), next_due_ = own("next-due-date"),
              reminder_type_ = own("reminder-type-uuid"), in_error_ = own("entered-in-error");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_vaccinations_rules(const RuleSetup& setup) {
  return std::make_unique<VaccinationRules>(setup);
}

}  // namespace vip::domains
