// Referrals, to another practice and from one.
#include "domains/clinical/rules/clinical_rules.h"
#include "domains/common/transitions.h"

namespace vip::domains {
namespace {

class ReferralRules final : public ClinicalRules {
 public:
  explicit ReferralRules(const RuleSetup& setup)
      : ClinicalRules{setup, "Referral"},
        states_{setup.field("status"),
                {"Draft", "Sent"},
                {{"Draft", {"Sent", "Cancelled"}},
                 {"Sent", {"Accepted", "Declined", "Cancelled"}},
                 {"Accepted", {"Completed", "Cancelled"}}}},
        direction_{setup.field("direction")},
        practice_{setup.field("other-practice-name")},
        sent_{setup.field("sent-date")},
        completed_{setup.field("completed-date")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    ClinicalRules::prepare(change, context);
    states_.stamp(change, context, {"Sent"}, sent_);
    states_.stamp(change, context, {"Completed"}, completed_);
  }

  void validate(const Change& change, RuleContext& context) const override {
    ClinicalRules::validate(change, context);
    states_.check(change, context);
  }

 protected:
  std::string summary(const Record& record, World&) const override {
    const bool goes = record.text(direction_) == "Outbound";
    return (goes ? "Referral to " : "Referral from ") + std::string{record.text(practice_)};
  }

 private:
  StateMachine states_;
  FieldHandle direction_, practice_, sent_, completed_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_referrals_rules(const RuleSetup& setup) {
  return std::make_unique<ReferralRules>(setup);
}

}  // namespace vip::domains
