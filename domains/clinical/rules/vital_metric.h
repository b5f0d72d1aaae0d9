#pragma once

// Measurements: one number each, plausible for the species or worth a second look.
//
// Why a warning and no refusal: what stands in the scales is the truth, and a practice that treats
// a giant must be able to write it down.

#include "core/decimal.h"
#include "domains/clinical/rules/clinical_rules.h"

namespace vip::domains {

struct VitalMetric {
  std::string_view record_type;  // of the history
  std::string_view field;        // that holds the number
  std::string_view range;        // begins the names of its bounds: weight-minimum, weight-maximum
  std::string_view unit;         // as people read it
};

class VitalMetricRules final : public ClinicalRules {
 public:
  VitalMetricRules(const RuleSetup& setup, const VitalMetric& metric)
      : ClinicalRules{setup, metric.record_type},
        unit_{metric.unit},
        number_{own(metric.field)},
        least_{of(kRanges, std::string{metric.range} + "-minimum")},
        most_{of(kRanges, std::string{metric.range} + "-maximum")} {}

  void validate(const Change& change, RuleContext& context) const override {
    ClinicalRules::validate(change, context);
    const auto range = range_of(change.after(), context);
    if (!range) return;
    const std::int64_t number = change.after().number(number_);
    const bool low = range->has(least_) && number < comparable(*range, least_);
    const bool high = range->has(most_) && number > comparable(*range, most_);
    if (low || high)
      context.warn(number_, ErrorCode::implausible_value,
                   "Implausible for the species: expected " + bounds_of(*range) + ".");
  }

 protected:
  std::string summary(const Record& record, World&) const override {
    return setup().resource.title + ": " + text_of(record, number_) + " " + std::string{unit_};
  }

 private:
  static constexpr std::string_view kRanges = "clinical/vital-metric-ranges";

  static std::string text_of(const Record& record, FieldHandle field) {
    return decimal_to_string(record.number(field), field.field->scale);
  }

  // The practice's own entry stands in the place of the platform's, which is older.
  std::optional<Record> range_of(const Record& record, RuleContext& context) const {
    const auto animal = context.find(patient(), record);
    if (!animal || patient_species_.field == nullptr) return std::nullopt;
    std::optional<Record> last;
    for (Record& range : context.all_with(species_, animal->at(patient_species_)))
      if (!range.flag(hidden_)) last = std::move(range);
    return last;
  }

  // A bound at the number's own scale.
  std::int64_t comparable(const Record& range, FieldHandle bound) const {
    std::int64_t value = range.number(bound);
    for (int scale = bound.field->scale; scale < number_.field->scale; ++scale) value *= 10;
    return value;
  }

  std::string bounds_of(const Record& range) const {
    std::string text;
    if (range.has(least_)) text += "at least " + text_of(range, least_);
    if (range.has(least_) && range.has(most_)) text += ", ";
    if (range.has(most_)) text += "at most " + text_of(range, most_);
    return text + " " + std::string{unit_};
  }

  std::string_view unit_;
  FieldHandle number_, least_, most_;
  FieldHandle species_ = of(kRanges, "species-uuid"), hidden_ = of(kRanges, "hidden"),
              patient_species_ = of("patient-management/patients", "species-uuid");
};

}  // namespace vip::domains
