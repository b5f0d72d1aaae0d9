#pragma once

// The reminder that clinical work makes: of the type that the formulary asks for, due a recall
// after the treatment.
//
// A patient has one active reminder of a category; a later one takes its place, and one that is not
// later is refused. An effect cannot be refused, so that whether there will be a reminder is
// decided in prepare, and its id kept in the record's patient-reminder-uuid: none, no reminder.

#include <algorithm>
#include <limits>

#include "domains/clinical/rules/formulary_item.h"
#include "domains/common/periods.h"

namespace vip::domains {

class PatientReminder : private Handles {
 public:
  struct Plan {
    Record type;
    Date treated, due;
  };

  explicit PatientReminder(const RuleSetup& setup) : Handles{setup} {}

  // What a reminder of the type would be for a treatment on the day; none without the type.
  std::optional<Plan> plan(const Uuid& type_id, Date treated, World& world) const {
    if (types_ == nullptr || type_id.is_nil()) return std::nullopt;
    auto type = world.find(*types_, type_id);
    if (!type) return std::nullopt;
    const Date due = after_period(treated, type->number(of_types("recall-length")),
                                  type->text(of_types("recall-period")));
    return Plan{std::move(*type), treated, due};
  }

  // In prepare: decides whether the reminder will be made.
  void decide(const Plan& plan, const Change& change, RuleContext& context) const {
    if (reminders_ == nullptr || plan.due <= plan.treated) return;
    const auto animal = context.find(patient_, change.after());
    if (!animal || !is_for(*animal, plan.type)) return;
    if (latest_due(change.after(), plan.type, context) < plan.due.days)
      context.set(kept_, context.new_id());
  }

  // In effects: makes it, when that was decided.
  void make(const Plan& plan, const FormularyItem& item, const Record& record,
            RuleContext& context) const {
    if (!record.has(kept_)) return;
    const auto used = item.find(record, context);
    std::vector<FieldValue> values{
        {{&reminders_->id()}, record.at(kept_)},
        {of_reminders("patient-uuid"), record.at(patient_)},
        {of_reminders("location-uuid"), record.at(location_)},
        {of_reminders("reminder-type-uuid"), plan.type.id()},
        {of_reminders("treated-date"), std::int64_t{plan.treated.days}},
        {of_reminders("due-date"), std::int64_t{plan.due.days}},
        {of_reminders("clinical-history-uuid"), record.at(history_id_)},
    };
    if (used) {
      values.push_back({of_reminders("formulary-uuid"), used->id()});
      values.push_back({of_reminders("description"), std::string{item.description(*used)}});
    }
    context.create(*reminders_, std::move(values));
  }

  // Takes the reminder back, and with it that it had replaced another one.
  void withdraw(const Record& record, RuleContext& context) const {
    if (!record.has(kept_)) return;
    const FieldHandle active = of_reminders("active");
    const auto made = context.find(*reminders_, record.uuid(kept_));
    if (!made || !made->flag(active)) return;
    context.patch(*reminders_, made->id(), {{active, std::int64_t{0}}});
    const auto animal = context.find(patient_, record);
    if (!animal || animal->flag(deceased_)) return;
    for (const Record& other : context.all_with(of_reminders("replaced-by-uuid"), made->id(), 1))
      context.patch(*reminders_, other.id(), {{active, std::int64_t{1}}});
  }

 private:
  FieldHandle of_reminders(std::string_view name) const { return {&reminders_->field(name)}; }
  FieldHandle of_types(std::string_view name) const { return {&types_->field(name)}; }

  // Whether the reminders' own rule would take one of this type for the animal.
  bool is_for(const Record& animal, const Record& type) const {
    if (animal.flag(deceased_)) return false;
    const FieldHandle species = of_types("species-uuids");
    return !type.has(species) ||
           type.text(species).find(to_string(animal.uuid(patient_species_))) !=
               std::string_view::npos;
  }

  // When the patient's active reminder of the type's category is due; long ago when there is none.
  std::int64_t latest_due(const Record& record, const Record& type, RuleContext& context) const {
    std::int64_t latest = std::numeric_limits<std::int64_t>::min();
    const FieldHandle category = of_reminders("reminder-category-uuid");
    for (const Record& reminder : context.select(
             *reminders_, {{{of_reminders("patient-uuid"), FilterOp::eq, {record.at(patient_)}},
                            {category, FilterOp::eq, {type.at(of_types("reminder-category-uuid"))}},
                            {of_reminders("active"), FilterOp::eq, {std::int64_t{1}}}},
                           {},
                           0}))
      latest = std::max(latest, reminder.number(of_reminders("due-date")));
    return latest;
  }

  FieldHandle kept_ = own("patient-reminder-uuid"), patient_ = own("patient-uuid"),
              location_ = own("location-uuid"), history_id_ = own("clinical-history-uuid");
  const Resource* reminders_ = setup().resource_or_null("reminders/patient-reminders");
  const Resource* types_ = setup().resource_or_null("reminders/reminder-types");
  FieldHandle deceased_ = of("patient-management/patients", "status-deceased"),
              patient_species_ = of("patient-management/patients", "species-uuid");
};

}  // namespace vip::domains
