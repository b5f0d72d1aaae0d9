// Respiratory rates, in breaths a minute.
#include "domains/clinical/rules/vital_metric.h"

namespace vip::domains {

std::unique_ptr<ResourceRules> make_clinical_vital_metrics_respiration_rules(
    const RuleSetup& setup) {
  return std::make_unique<VitalMetricRules>(
      setup, VitalMetric{"Respiration", "respiratory-rate", "respiration", "/min"});
}

}  // namespace vip::domains
