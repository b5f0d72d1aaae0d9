// Lab results. Each analyte has a value; its flag follows from value and range where the laboratory
// gave none. A result takes its request along to where the result is, step by step, as the
// laboratory would have said had it told of each.
#include <algorithm>
#include <array>

#include "core/decimal.h"
#include "core/json.h"
#include "domains/clinical/rules/protocol.h"

namespace vip::domains {
namespace {

using json::Node;

class LabResultRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!is_new(change, items_)) return;
    Node items = array_in(change.after(), items_);
    for (Node& item : items.items)
      for (auto& [name, value] : item.members)
        if (name == "flag" && value.is(Node::Kind::null)) set_flag(value, flag_of(item));
    context.set(items_, json::to_string(items));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (is_new(change, items_)) check_items(array_in(change.after(), items_), context);
    const auto request = context.find(request_, change.after());
    if (request && change.changes(status_) && request->text(request_status_) == "Cancelled")
      context.refuse(request_, ErrorCode::request_cancelled);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.changes(status_)) return;
    if (const auto request = context.find(request_, change.after()))
      move_along(*request, place_of(change.after().text(status_)), context);
  }

 private:
  // The states of a request in order; a result's are the last three.
  static constexpr std::array<std::string_view, 6> kStages{"Ordered", "Sent",  "InProcess",
                                                           "Partial", "Final", "Corrected"};
  static std::size_t place_of(std::string_view status) {
    return static_cast<std::size_t>(std::ranges::find(kStages, status) - kStages.begin());
  }

  void move_along(const Record& request, std::size_t target, RuleContext& context) const {
    for (std::size_t stage = place_of(request.text(request_status_)) + 1; stage <= target;
         ++stage) {
      if (kStages[stage] == "Partial" && stage != target) continue;
      context.patch(*request.resource, request.id(),
                    {{request_status_, std::string{kStages[stage]}}});
    }
  }

  static std::optional<std::int64_t> number_in(const Node& item, std::string_view name) {
    constexpr int kScale = 6;
    const auto number = parse_decimal(text_in(item, name), kScale);
    return number ? std::optional{*number} : std::nullopt;
  }

  // A value beyond what can be measured tells its flag only on the side where it lies.
  static std::string_view flag_of(const Node& item) {
    const auto value = number_in(item, "value");
    const auto low = number_in(item, "reference-low"), high = number_in(item, "reference-high");
    const std::string_view comparator = text_in(item, "comparator");
    if (!value || (!low && !high)) return {};
    const bool below = !comparator.empty() && comparator.front() == '<';
    const bool above = !comparator.empty() && comparator.front() == '>';
    if (low && !above && (*value < *low || (below && comparator == "<" && *value == *low)))
      return "L";
    if (high && !below && (*value > *high || (above && comparator == ">" && *value == *high)))
      return "H";
    return comparator.empty() ? "N" : "";
  }

  static void set_flag(Node& value, std::string_view flag) {
    if (flag.empty()) return;
    value.kind = Node::Kind::string;
    value.text = flag;
  }

  void check_items(const Node& items, RuleContext& context) const {
    for (std::size_t i = 0; i < items.items.size(); ++i) {
      const Node& item = items.items[i];
      const std::string below = "/" + std::to_string(i);
      if (text_in(item, "value").empty() && text_in(item, "text-value").empty())
        context.refuse(items_, ErrorCode::required_here, "Expected a value or a text-value.",
                       below + "/value");
      const auto low = number_in(item, "reference-low"), high = number_in(item, "reference-high");
      if (low && high && *low > *high)
        context.refuse(items_, ErrorCode::reference_range_reversed, {}, below + "/reference-low");
    }
  }

  FieldHandle status_ = own("status"), items_ = own("items"), request_ = own("lab-request-uuid"),
              request_status_ = of("clinical/lab-requests", "status");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_lab_results_rules(const RuleSetup& setup) {
  return std::make_unique<LabResultRules>(setup);
}

}  // namespace vip::domains
