// Lab results. Each analyte has a value; if the laboratory sent no flag, the flag follows from
// value and range. A result advances its request to the result's state step by step, as if the
// laboratory had reported each state.
#include <algorithm>
#include <array>

#include "domains/clinical/error_codes.h"
#include "domains/clinical/rules/reference_range.h"
#include "domains/shared/json_fields.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class LabResultRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!is_new(change, items_)) return;
    json::Node items = array_in(change.after(), items_);
    for (json::Node& item : items.items) {
      const std::string flag{flag_of({item, {}})};
      for (auto& [name, value] : item.members)
        if (name == "flag" && value.is(json::Node::Kind::null) && !flag.empty()) {
          value.kind = json::Node::Kind::string;
          value.text = flag;
        }
    }
    context.set(items_, json::to_string(items));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (is_new(change, items_))
      for (const JsonEntry& item : entries_in(change.after(), items_)) check_item(item, context);
    const auto request = context.find(request_, change.after());
    if (request && change.changes(status_) && request->text(request_status_) == "Cancelled")
      context.refuse(request_, errors::request_cancelled);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.changes(status_)) return;
    if (const auto request = context.find(request_, change.after()))
      move_along(*request, change.after(), context);
  }

 private:
  // The states of a request in order; a result has the last three.
  static constexpr std::array<std::string_view, 6> kStages{"Ordered", "Sent",  "InProcess",
                                                           "Partial", "Final", "Corrected"};
  static std::size_t place_of(std::string_view status) {
    return static_cast<std::size_t>(std::ranges::find(kStages, status) - kStages.begin());
  }

  // The states that a result implies were reached when it was reported, at the latest.
  void move_along(const Record& request, const Record& result, RuleContext& context) const {
    const std::size_t target = place_of(result.text(status_));
    for (std::size_t stage = place_of(request.text(request_status_)) + 1; stage <= target;
         ++stage) {
      if (kStages[stage] == "Partial" && stage != target) continue;
      std::vector<FieldValue> values{{request_status_, std::string{kStages[stage]}}};
      if (kStages[stage] == "Sent") values.push_back({sent_, result.at(date_)});
      if (kStages[stage] == "Final") values.push_back({final_, result.at(date_)});
      context.patch(*request.resource, request.id(), values);
    }
  }

  static ReferenceRange range_of(const JsonEntry& item) {
    return {item.decimal("reference-low", kScale), item.decimal("reference-high", kScale)};
  }
  static std::string_view flag_of(const JsonEntry& item) {
    const auto value = item.decimal("value", kScale);
    return value ? range_of(item).flag_of(*value, item.text("comparator")) : std::string_view{};
  }

  void check_item(const JsonEntry& item, RuleContext& context) const {
    if (!item.has("value") && !item.has("text-value"))
      context.refuse(items_, errors::required_here, "Expected a value or a text-value.",
                     item.place_of("value"));
    if (range_of(item).is_reversed())
      context.refuse(items_, errors::reference_range_reversed, {}, item.place_of("reference-low"));
  }

  static constexpr int kScale = 6;  // of values and ranges
  FieldHandle status_ = own("status"), items_ = own("items"), request_ = own("lab-request-uuid"),
              date_ = own("date"), request_status_ = of("clinical/lab-requests", "status"),
              sent_ = of("clinical/lab-requests", "sent-date"),
              final_ = of("clinical/lab-requests", "final-date");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_lab_results_rules(const RuleSetup& setup) {
  return std::make_unique<LabResultRules>(setup);
}

}  // namespace vip::domains
