// Patient reminders: one active reminder per category, the latest one. The category is stored with
// the reminder, so that it does not change when the practice reassigns its types.
#include <algorithm>

#include "domains/reminders/error_codes.h"
#include "domains/shared/date_arithmetic.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class PatientReminderRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& reminder = change.after();
    if (reminder.flag(active_)) context.set(replaced_by_, null_value());
    if (change.changes(type_)) follow_type(change, context);
    const auto follows = {type_, treated_, length_, period_};
    const bool moved =
        std::ranges::any_of(follows, [&](FieldHandle field) { return change.changes(field); });
    const bool given = change.changes(due_) || context.is_explicit(due_);
    if (moved && !given && reminder.has(treated_) && reminder.has(length_) && reminder.has(period_))
      context.set(due_, to_value(due_after(reminder)));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& reminder = change.after();
    if (!reminder.has(due_)) {
      context.refuse(due_, errors::reminder_without_due_date);
      return;
    }
    if (is_new(change, type_)) check_species(reminder, context);
    if (!reminder.flag(active_)) return;
    if (!competes(change)) return;
    for (const Record& other : active_of_category(reminder, context)) {
      if (other.number(due_) < reminder.number(due_)) continue;
      context.refuse(due_, errors::reminder_not_later,
                     "Expected a day after " + to_string(other.day(due_)) +
                         ", when the active reminder of the category is due.");
      return;
    }
  }

  // The later reminder replaces those that are still active.
  void effects(const Change& change, RuleContext& context) const override {
    if (change.removes() || !change.after().flag(active_) || !competes(change)) return;
    for (const Record& other : active_of_category(change.after(), context))
      context.patch(reminders_, other.id(),
                    {{active_, std::int64_t{0}}, {replaced_by_, change.after().id()}});
  }

 private:
  static constexpr auto kTypes = "reminders/reminder-types";

  Date due_after(const Record& reminder) const {
    return after_period(reminder.day(treated_), reminder.number(length_), reminder.text(period_));
  }

  // Defaults from the type for values that the caller omits.
  void follow_type(const Change& change, RuleContext& context) const {
    const Record& reminder = change.after();
    const auto type = context.find(type_, reminder);
    if (!type) return;
    context.set(category_, type->at(type_category_));
    const auto take = [&](FieldHandle own, FieldHandle from) {
      if (change.creates() ? !reminder.has(own) : !context.is_explicit(own))
        context.set(own, type->at(from));
    };
    take(description_, type_name_);
    // Length and period belong together: one alone is not completed from the type.
    if (change.creates() && (reminder.has(length_) || reminder.has(period_))) {
      if (!reminder.has(period_)) context.set(period_, type->at(type_period_));
      if (!reminder.has(length_)) context.set(length_, type->at(type_length_));
      return;
    }
    take(length_, type_length_);
    take(period_, type_period_);
  }

  void check_species(const Record& reminder, RuleContext& context) const {
    if (patient_species_.field == nullptr) return;
    const auto type = context.find(type_, reminder);
    const auto patient = context.find(patient_, reminder);
    if (!type || !patient || !type->has(type_species_)) return;
    const std::string species = to_string(patient->uuid(patient_species_));
    if (type->text(type_species_).find(species) == std::string_view::npos)
      context.refuse(type_, errors::reference_mismatch,
                     "The reminder type is not for the patient's species");
  }

  bool comes_to_life(const Change& change) const {
    return change.creates() || change.changes(active_);
  }

  // Whether the change can conflict with another active reminder of the category.
  bool competes(const Change& change) const {
    return comes_to_life(change) || change.changes(due_) || change.changes(category_);
  }

  std::vector<Record> active_of_category(const Record& reminder, DataContext& data) const {
    auto found = data.select(reminders_, {{{patient_, FilterOp::eq, {reminder.at(patient_)}},
                                           {category_, FilterOp::eq, {reminder.at(category_)}},
                                           {active_, FilterOp::eq, {std::int64_t{1}}}},
                                          {},
                                          0});
    std::erase_if(found, [&](const Record& other) { return other.id() == reminder.id(); });
    return found;
  }

  const Resource& reminders_ = setup().resource;
  FieldHandle patient_ = own("patient-uuid"), type_ = own("reminder-type-uuid"),
              category_ = own("reminder-category-uuid"), treated_ = own("treated-date"),
              due_ = own("due-date"), description_ = own("description"),
              length_ = own("recall-length"), period_ = own("recall-period"),
              active_ = own("active"), replaced_by_ = own("replaced-by-uuid");
  FieldHandle type_category_ = of(kTypes, "reminder-category-uuid"),
              type_name_ = of(kTypes, "name"), type_length_ = of(kTypes, "recall-length"),
              type_period_ = of(kTypes, "recall-period"),
              type_species_ = of(kTypes, "species-uuids");
  FieldHandle patient_species_ = of("patient-management/patients", "species-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_reminders_patient_reminders_rules(const RuleSetup& setup) {
  return std::make_unique<PatientReminderRules>(setup);
}

}  // namespace vip::domains
