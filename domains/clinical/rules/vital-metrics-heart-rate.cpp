// Heart rates, in beats a minute.
#include "domains/clinical/rules/vital_metric.h"

namespace vip::domains {

std::unique_ptr<ResourceRules> make_clinical_vital_metrics_heart_rate_rules(
    const RuleSetup& setup) {
  return std::make_unique<VitalMetricRules>(
      setup, VitalMetric{"HeartRate", "heart-rate", "heart-rate", "/min"});
}

}  // namespace vip::domains
