// Weights, in kilograms.
#include "domains/clinical/rules/vital_metric.h"

namespace vip::domains {

std::unique_ptr<ResourceRules> make_clinical_vital_metrics_weight_rules(const RuleSetup& setup) {
  return std::make_unique<VitalMetricRules>(setup, VitalMetric{"Weight", "weight", "weight", "kg"});
}

}  // namespace vip::domains
