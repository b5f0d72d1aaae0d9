// Temperatures, in degrees Celsius.
#include "domains/clinical/rules/vital_metric.h"

namespace vip::domains {

std::unique_ptr<ResourceRules> make_clinical_vital_metrics_temperature_rules(
    const RuleSetup& setup) {
  return std::make_unique<VitalMetricRules>(
      setup, VitalMetric{"Temperature", "temperature", "temperature", "°C"});
}

}  // namespace vip::domains
