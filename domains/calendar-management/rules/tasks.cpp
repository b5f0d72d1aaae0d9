// Tasks. What is done is done: an open task is completed, or deleted.
#include "domains/common/contact_type.h"
#include "domains/common/patient_of_account.h"
#include "domains/common/transitions.h"

namespace vip::domains {
namespace {

class TaskRules final : public ResourceRules {
 public:
  explicit TaskRules(const RuleSetup& setup)
      : patient_of_account_{setup},
        assigned_{setup, kPractitioner, ErrorCode::contact_not_practitioner,
                  "assigned-practitioner-uuid"},
        states_{setup.field("status"), {"Open", "Completed"}, {{"Open", {"Completed"}}}},
        completed_date_{setup.field("completed-date")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    patient_of_account_.prepare(change, context);
    states_.stamp(change, context, {"Completed"}, completed_date_);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    patient_of_account_.validate(change, context);
    assigned_.check(change, context);
    states_.check(change, context);
  }

 private:
  PatientOfAccount patient_of_account_;
  ContactMustBe assigned_;
  StateMachine states_;
  FieldHandle completed_date_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_calendar_management_tasks_rules(const RuleSetup& setup) {
  return std::make_unique<TaskRules>(setup);
}

}  // namespace vip::domains
