#pragma once

// The reminder that clinical work creates: its type comes from the formulary, and it is due after
// the recall interval of the treatment.
//
// Reminders have rules of their own, and an effect cannot be refused. So prepare makes a dry run of
// the reminder and stores its id in the record's patient-reminder-uuid. No id: no reminder.

#include "core/result_out_of_range.h"
#include "rules/closing.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip::domains {

class PatientReminder : private Handles {
 public:
  explicit PatientReminder(const RuleSetup& setup) : Handles{setup} {}

  // The type that the used item specifies; none if it specifies no reminder.
  Value type_of(const Record& record, DataContext& data) const {
    const auto item = data.find(item_, record);
    if (!item || !is_true(item->at(item->resource->field("reminder-enabled")))) return null_value();
    return item->at(item->resource->field("reminder-type-uuid"));
  }

  // In prepare. Returns the day when the next treatment is due, whether or not it creates a
  // reminder; null without a type. `due`: the day that the caller chose. `corrected`: the record
  // whose reminder will be withdrawn first.
  Value decide(const Record& record, const Value& type, const Value& due, RuleContext& context,
               const std::optional<Record>& corrected = {}) const {
    if (reminders_ == nullptr || is_null(type)) return null_value();
    const auto dry_run = context.dry_run(*reminders_, values_of(record, type, due, context));
    const FieldHandle due_date = of_reminders("due-date");
    if (dry_run.record.has(due_date) && !in_years(dry_run.record.number(due_date))) {
      context.refuse(date_, errors::result_out_of_range,
                     "The next treatment would be due after the year 9999.");
      return null_value();
    }
    const bool accepted =
        dry_run.accepted ||
        (corrected && is_free_then(record, type, dry_run.record, *corrected, context));
    if (accepted && dry_run.record.day(due_date) > dry_run.record.day(of_reminders("treated-date")))
      context.set(kept_, context.new_id());
    return dry_run.record.at(due_date);
  }

  // In effects: creates the reminder, if prepare decided so.
  void make(const Record& record, const Value& type, const Value& due, RuleContext& context) const {
    if (!record.has(kept_)) return;
    auto values = values_of(record, type, due, context);
    values.push_back({{&reminders_->id()}, record.at(kept_)});
    values.push_back({of_reminders("clinical-history-uuid"), record.at(history_id_)});
    context.create(*reminders_, std::move(values));
  }

  // Withdraws the reminder, and reactivates the one that it had replaced.
  void withdraw(const Record& record, RuleContext& context) const {
    if (!record.has(kept_)) return;
    const FieldHandle active = of_reminders("active");
    const auto made = context.find(*reminders_, record.uuid(kept_));
    if (!made || !made->flag(active)) return;
    context.patch(*reminders_, made->id(), {{active, std::int64_t{0}}});
    const auto animal = context.find(patient_, record);
    if (!animal || is_closed(*animal, context)) return;
    for (const Record& other : context.all_with(of_reminders("replaced-by-uuid"), made->id(), 1))
      context.patch(*reminders_, other.id(), {{active, std::int64_t{1}}});
  }

 private:
  // Whether the reminder could be made once that of the corrected record is withdrawn: nothing but
  // its day is refused now, and what is active then is due earlier.
  bool is_free_then(const Record& record, const Value& type, const Record& reminder,
                    const Record& corrected, RuleContext& context) const {
    const Value last = to_value(parse_date("9999-12-31").value());
    const FieldHandle due = of_reminders("due-date"), active = of_reminders("active");
    if (!context.dry_run(*reminders_, values_of(record, type, last, context)).accepted)
      return false;
    const Selection of_category{
        {{of_reminders("patient-uuid"), FilterOp::eq, {reminder.at(of_reminders("patient-uuid"))}},
         {of_reminders("reminder-category-uuid"),
          FilterOp::eq,
          {reminder.at(of_reminders("reminder-category-uuid"))}},
         {due, FilterOp::gte, {reminder.at(due)}}},
        {},
        0};
    const Value& withdrawn = corrected.at(kept_);
    for (const Record& other : context.select(*reminders_, of_category)) {
      const bool is_withdrawn = Value{other.id()} == withdrawn;
      const bool comes_back =
          !is_null(withdrawn) && other.at(of_reminders("replaced-by-uuid")) == withdrawn;
      if (!is_withdrawn && (other.flag(active) || comes_back)) return false;
    }
    return true;
  }

  FieldHandle of_reminders(std::string_view name) const { return {&reminders_->field(name)}; }

  std::vector<FieldValue> values_of(const Record& record, const Value& type, const Value& due,
                                    DataContext& data) const {
    const auto item = data.find(item_, record);
    const Date treated = day_at(record, Instant{record.number(date_)}, data);
    std::vector<FieldValue> values{{of_reminders("patient-uuid"), record.at(patient_)},
                                   {of_reminders("location-uuid"), record.at(location_)},
                                   {of_reminders("reminder-type-uuid"), type},
                                   {of_reminders("treated-date"), to_value(treated)}};
    if (!is_null(due)) values.push_back({of_reminders("due-date"), due});
    if (!item) return values;
    values.push_back({of_reminders("formulary-uuid"), item->id()});
    values.push_back({of_reminders("description"), item->at(item->resource->field("description"))});
    return values;
  }

  FieldHandle kept_ = own("patient-reminder-uuid"), item_ = own("formulary-uuid"),
              patient_ = own("patient-uuid"), location_ = own("location-uuid"), date_ = own("date"),
              history_id_ = own("clinical-history-uuid");
  const Resource* reminders_ = setup().resource_or_null("reminders/patient-reminders");
};

}  // namespace vip::domains
