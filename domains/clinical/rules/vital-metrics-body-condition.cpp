// Body condition scores. A score says nothing without its scale, and never lies above it.
#include "core/decimal.h"
#include "domains/clinical/rules/clinical_rules.h"

namespace vip::domains {
namespace {

class BodyConditionRules final : public ClinicalRules {
 public:
  explicit BodyConditionRules(const RuleSetup& setup) : ClinicalRules{setup, "BodyCondition"} {}

  void validate(const Change& change, RuleContext& context) const override {
    ClinicalRules::validate(change, context);
    constexpr std::int64_t kTenths = 10;
    if (change.after().number(score_) > top_of(change.after()) * kTenths)
      context.refuse(score_, ErrorCode::score_above_scale);
  }

 protected:
  std::string summary(const Record& record, World&) const override {
    return "Body condition: " + decimal_to_string(record.number(score_), score_.field->scale) +
           " of " + std::to_string(top_of(record));
  }

 private:
  std::int64_t top_of(const Record& record) const {
    return record.text(scale_) == "FivePoint" ? 5 : 9;
  }

  FieldHandle score_ = own("score"), scale_ = own("score-scale");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_vital_metrics_body_condition_rules(
    const RuleSetup& setup) {
  return std::make_unique<BodyConditionRules>(setup);
}

}  // namespace vip::domains
