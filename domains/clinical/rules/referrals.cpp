// Referrals, to another practice and from one.
#include "domains/clinical/rules/clinical_rules.h"

namespace vip::domains {
namespace {

class ReferralRules final : public ClinicalRules {
 public:
  explicit ReferralRules(const RuleSetup& setup) : ClinicalRules{setup, "Referral"} {}

 protected:
  std::string summary(const Record& record, World&) const override {
    const bool goes = record.text(direction_) == "Outbound";
    return (goes ? "Referral to " : "Referral from ") + std::string{record.text(practice_)};
  }

 private:
  FieldHandle direction_ = own("direction"), practice_ = own("other-practice-name");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_referrals_rules(const RuleSetup& setup) {
  return std::make_unique<ReferralRules>(setup);
}

}  // namespace vip::domains
