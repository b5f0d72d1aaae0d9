// Treatment reminders: series of an item. A series that begins while an earlier one of the same
// item is still to come takes its place; what was due today or earlier has had its chance and stays
// as it is.
#include <algorithm>

#include "domains/common/transitions.h"
#include "domains/reminders/rules/whom_to_remind.h"

namespace vip::domains {
namespace {

class TreatmentReminderRules final : public ResourceRules {
 public:
  explicit TreatmentReminderRules(const RuleSetup& setup)
      : reminders_{setup.resource},
        whom_{setup},
        patient_{setup.field("patient-uuid")},
        item_{setup.field("formulary-uuid")},
        history_{setup.field("clinical-history-uuid")},
        location_{setup.field("location-uuid")},
        description_{setup.field("description")},
        due_{setup.field("due-date")},
        sequence_{setup.field("sequence")},
        status_{setup.field("status")},
        states_{status_,
                {"Pending", "Sent"},
                {{"Pending", {"Sent", "Completed", "Cancelled"}},
                 {"Sent", {"Pending", "Completed", "Cancelled"}}}} {}

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& reminder = change.after();
    whom_.fill_in(reminder, context);
    if (!reminder.has(sequence_)) context.set(sequence_, next_in_series(reminder, context));
    const auto item = context.find(item_, reminder);
    if (item && !reminder.has(description_))
      context.set(description_, item->at(item->resource->field("description")));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    states_.check(change, context);
    if (change.creates() && whom_.is_deceased(change.after(), context))
      context.refuse(patient_, ErrorCode::reminder_for_deceased);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& reminder = change.after();
    const bool goes_on = !reminder.has(history_) && reminder.number(sequence_) > 1;
    if (goes_on) return;
    const auto location = context.find(location_, reminder);
    const Date today = context.today(location ? &*location : nullptr);
    for (const Record& other : of_item(reminder, context)) {
      const bool same_series =
          reminder.has(history_) && other.at(history_) == reminder.at(history_);
      if (same_series || states_.is_final(other) || other.number(due_) <= today.days) continue;
      context.patch(reminders_, other.id(), {{status_, std::string{"Cancelled"}}});
    }
  }

 private:
  std::vector<Record> of_item(const Record& reminder, World& world) const {
    auto found = world.select(reminders_, {{{patient_, FilterOp::eq, {reminder.at(patient_)}},
                                            {item_, FilterOp::eq, {reminder.at(item_)}}},
                                           {},
                                           0});
    std::erase_if(found, [&](const Record& other) { return other.id() == reminder.id(); });
    return found;
  }

  std::int64_t next_in_series(const Record& reminder, World& world) const {
    std::int64_t last = 0;
    if (!reminder.has(history_)) return 1;
    for (const Record& other : of_item(reminder, world))
      if (other.at(history_) == reminder.at(history_))
        last = std::max(last, other.number(sequence_));
    return last + 1;
  }

  const Resource& reminders_;
  WhomToRemind whom_;
  FieldHandle patient_, item_, history_, location_, description_, due_, sequence_, status_;
  StateMachine states_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_reminders_treatment_reminders_rules(const RuleSetup& setup) {
  return std::make_unique<TreatmentReminderRules>(setup);
}

}  // namespace vip::domains
