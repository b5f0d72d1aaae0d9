// Treatment reminders: series of an item. A series that begins while an earlier one of the same
// item is in the future replaces it; reminders that were due today or earlier stay as they are.
#include <algorithm>

#include "rules/place.h"
#include "rules/states.h"

namespace vip::domains {
namespace {

class TreatmentReminderRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& reminder = change.after();
    if (!reminder.has(sequence_)) context.set(sequence_, next_in_series(reminder, context));
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& reminder = change.after();
    const bool goes_on = !reminder.has(history_) && reminder.number(sequence_) > 1;
    if (goes_on) return;
    const Date today = today_at(reminder, context);
    for (const Record& other : of_item(reminder, context)) {
      const bool same_series =
          reminder.has(history_) && other.at(history_) == reminder.at(history_);
      if (same_series || is_final(other, status_) || other.number(due_) <= today.days) continue;
      context.patch(reminders_, other.id(), {{status_, std::string{"Cancelled"}}});
    }
  }

 private:
  std::vector<Record> of_item(const Record& reminder, DataContext& data) const {
    auto found = data.select(reminders_, {{{patient_, FilterOp::eq, {reminder.at(patient_)}},
                                           {item_, FilterOp::eq, {reminder.at(item_)}}},
                                          {},
                                          0});
    std::erase_if(found, [&](const Record& other) { return other.id() == reminder.id(); });
    return found;
  }

  std::int64_t next_in_series(const Record& reminder, DataContext& data) const {
    std::int64_t last = 0;
    if (!reminder.has(history_)) return 1;
    for (const Record& other : of_item(reminder, data))
      if (other.at(history_) == reminder.at(history_))
        last = std::max(last, other.number(sequence_));
    return last + 1;
  }

  const Resource& reminders_ = setup().resource;
  FieldHandle patient_ = own("patient-uuid"), item_ = own("formulary-uuid"),
              history_ = own("clinical-history-uuid"), due_ = own("due-date"),
              sequence_ = own("sequence"), status_ = own("status");
};

}  // namespace

std::unique_ptr<ResourceRules> make_reminders_treatment_reminders_rules(const RuleSetup& setup) {
  return std::make_unique<TreatmentReminderRules>(setup);
}

}  // namespace vip::domains
