// Measurements: one number each, with a warning if it is implausible.
//
// Why nothing is refused for good: the measured value is correct even if it is unusual, and a
// practice that treats a very large animal must be able to record it. But doses follow the weight,
// so an implausible weight is recorded only if the caller confirms it.
#include <algorithm>

#include "core/decimal.h"
#include "domains/clinical/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class VitalMetricRules final : public RulesWithHandles {
 public:
  explicit VitalMetricRules(const RuleSetup& setup) : RulesWithHandles{setup} {
    const auto is_number = [](const Field& field) {
      return field.type == FieldType::decimal || field.type == FieldType::integer;
    };
    number_ = {&*std::ranges::find_if(setup.resource.fields, is_number)};
    const std::string metric = setup.resource.name.substr(std::string{"vital-metrics-"}.size());
    least_ = of(ranges_, metric + "-minimum");
    most_ = of(ranges_, metric + "-maximum");
    confirmed_ = {setup.resource.find("confirm-implausible")};
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& record = change.after();
    std::string doubts = doubt_by_species(record, context);
    if (const bool is_weight = confirmed_.field != nullptr; is_weight) {
      const std::string more = doubt_by_last(record, context);
      doubts += (doubts.empty() || more.empty() ? "" : " ") + more;
      if (!doubts.empty() && !record.flag(confirmed_))
        return context.refuse(number_, errors::implausible_value,
                              doubts + " Send confirm-implausible: true if it is right.");
    }
    if (!doubts.empty()) context.warn(number_, errors::implausible_value, doubts);
  }

 private:
  // A typing error of the decimal point, or of the unit, is at least a factor of ten; a puppy grows
  // by less between two visits.
  static constexpr std::int64_t kImplausibleFactor = 20;

  std::string doubt_by_species(const Record& record, RuleContext& context) const {
    const auto range = range_of(record, context);
    if (!range) return {};
    const std::int64_t number = record.number(number_);
    const bool low = range->has(least_) && number < comparable(*range, least_);
    const bool high = range->has(most_) && number > comparable(*range, most_);
    if (!low && !high) return {};
    return "Implausible for the species: expected " + bounds_of(*range) + " " +
           std::string{record.text(unit_)} + ".";
  }

  // Of the animal's measurement before this one, of those that count.
  std::string doubt_by_last(const Record& record, RuleContext& context) const {
    Selection before{{{patient_, FilterOp::eq, {record.at(patient_)}},
                      {date_, FilterOp::lte, {record.at(date_)}},
                      {in_error_, FilterOp::eq, {std::int64_t{0}}}},
                     {{date_, true}},
                     1};
    if (record.has(corrects_)) before.where.push_back({id_, FilterOp::ne, {record.at(corrects_)}});
    const auto found = context.select(setup().resource, before);
    if (found.empty()) return {};
    const std::int64_t last = found.front().number(number_), now = record.number(number_);
    if (now < last * kImplausibleFactor && last < now * kImplausibleFactor) return {};
    return "Implausible after the last one of the patient: expected less than 20 times, and more "
           "than a twentieth of, " +
           decimal_to_string(last, number_.field->scale) + " " + std::string{record.text(unit_)} +
           ".";
  }

  // The practice's own entry overrides the platform's, which is older.
  std::optional<Record> range_of(const Record& record, RuleContext& context) const {
    const auto animal = context.find(patient_, record);
    if (!animal) return std::nullopt;
    std::optional<Record> last;
    for (Record& range : context.all_with(species_, animal->at(patient_species_)))
      if (!range.flag(hidden_)) last = std::move(range);
    return last;
  }

  // A bound at the scale of the number.
  std::int64_t comparable(const Record& range, FieldHandle bound) const {
    std::int64_t value = range.number(bound);
    for (int scale = bound.field->scale; scale < number_.field->scale; ++scale) value *= 10;
    return value;
  }

  std::string bounds_of(const Record& range) const {
    const auto text_of = [&](FieldHandle bound) {
      return decimal_to_string(range.number(bound), bound.field->scale);
    };
    std::string text;
    if (range.has(least_)) text += "at least " + text_of(least_);
    if (range.has(least_) && range.has(most_)) text += ", ";
    if (range.has(most_)) text += "at most " + text_of(most_);
    return text;
  }

  const Resource& ranges_ = resource("clinical/vital-metric-ranges");
  FieldHandle number_, least_, most_, confirmed_;
  FieldHandle patient_ = own("patient-uuid"), unit_ = own("unit"), date_ = own("date"),
              in_error_ = own("entered-in-error"), corrects_ = own("corrects-uuid"),
              id_{&setup().resource.id()}, species_ = of(ranges_, "species-uuid"),
              hidden_ = of(ranges_, "hidden"),
              patient_species_ = of("patient-management/patients", "species-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_vital_metrics_rules(const RuleSetup& setup) {
  return std::make_unique<VitalMetricRules>(setup);
}

}  // namespace vip::domains
