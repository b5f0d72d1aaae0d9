// Vaccinations. What the vaccine, the batch and the animal already say is written down with it, as
// a certificate would; the next dose makes a reminder.
#include "domains/clinical/rules/clinical_rules.h"
#include "domains/clinical/rules/patient_reminder.h"

namespace vip::domains {
namespace {

class VaccinationRules final : public ClinicalRules {
 public:
  explicit VaccinationRules(const RuleSetup& setup) : ClinicalRules{setup, "Vaccination"} {}

  void prepare(const Change& change, RuleContext& context) const override {
    ClinicalRules::prepare(change, context);
    if (!change.creates()) return;
    const Record& record = change.after();
    if (const auto item = item_.find(record, context)) {
      if (!record.has(product_)) context.set(product_, std::string{item_.description(*item)});
      const Uuid type = item_.reminder_type(*item);
      if (!record.has(reminder_type_) && !type.is_nil()) context.set(reminder_type_, type);
    }
    auto plan = plan_of(record, context);
    if (!plan) return;
    context.set(next_due_, std::int64_t{plan->due.days});
    reminder_.decide(*plan, change, context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    ClinicalRules::validate(change, context);
    const Record& record = change.after();
    if (!record.has(product_) && !record.has(item_.field()))
      context.refuse(product_, ErrorCode::required_here,
                     "Expected the vaccine: its formulary-uuid or its product-name.");
    if (!record.has(practitioner_) && !record.flag(elsewhere_))
      context.refuse(practitioner_, ErrorCode::required_here,
                     "Expected who gave it, or given-elsewhere.");
    if (record.has(next_due_) && record.number(next_due_) <= day_of(record, context).days)
      context.refuse(next_due_, ErrorCode::dates_reversed, "Expected a day after the vaccination.");
  }

  void effects(const Change& change, RuleContext& context) const override {
    ClinicalRules::effects(change, context);
    const Record& record = change.after();
    const auto plan = change.creates() ? plan_of(record, context) : std::nullopt;
    if (plan) reminder_.make(*plan, item_, record, context);
  }

 protected:
  std::string summary(const Record& record, World&) const override {
    return "Vaccination: " + std::string{record.text(product_)};
  }

 private:
  // A day that the caller gave wins over the recall of the type.
  std::optional<PatientReminder::Plan> plan_of(const Record& record, World& world) const {
    auto plan = reminder_.plan(record.uuid(reminder_type_), day_of(record, world), world);
    if (plan && record.has(next_due_))
      plan->due = Date{static_cast<std::int32_t>(record.number(next_due_))};
    return plan;
  }

  FormularyItem item_{setup()};
  PatientReminder reminder_{setup()};
  FieldHandle product_ = own("product-name"), practitioner_ = own("contact-practitioner-uuid"),
              elsewhere_ = own("given-elsewhere"), next_due_ = own("next-due-date"),
              reminder_type_ = own("reminder-type-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_vaccinations_rules(const RuleSetup& setup) {
  return std::make_unique<VaccinationRules>(setup);
}

}  // namespace vip::domains
