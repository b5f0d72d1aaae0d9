// Body condition scores. A score needs its scale and never exceeds it.
#include "domains/clinical/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class BodyConditionRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const bool is_of_five = change.after().text(scale_) == "FivePoint";
    const std::int64_t most_in_tenths = is_of_five ? 50 : 90;
    if (change.after().number(score_) > most_in_tenths)
      context.refuse(score_, errors::score_above_scale);
  }

 private:
  FieldHandle score_ = own("score"), scale_ = own("score-scale");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_vital_metrics_body_condition_rules(
    const RuleSetup& setup) {
  return std::make_unique<BodyConditionRules>(setup);
}

}  // namespace vip::domains
