// Deviations. The item stores the list of locations that hide it, so that one condition finds the
// items of a location.
#include <set>

#include "core/json.h"
#include "core/json_nodes.h"
#include "domains/formulary-management/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class DeviationRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes() || !change.sets_to_true(hidden_)) return;
    const auto item = context.find(item_, change.after());
    if (item && item->flag(field_of(*item, "prevent-hide")))
      context.refuse(hidden_, errors::hide_prevented);
  }

  void effects(const Change& change, RuleContext& context) const override {
    const bool before = change.before != nullptr && change.before->flag(hidden_);
    const bool after = change.after_record != nullptr && change.after().flag(hidden_);
    if (before == after) return;
    const Record& deviation = after ? change.after() : *change.before;
    const auto item = context.find(item_, deviation);
    if (!item) return;
    const FieldHandle list = field_of(*item, "hidden-location-uuids");
    std::set<std::string> hiding = locations_in(item->text(list));
    const std::string location = to_string(deviation.uuid(location_));
    if (after)
      hiding.insert(location);
    else
      hiding.erase(location);
    context.patch(*item->resource, item->id(), {{list, as_value(hiding)}});
  }

 private:
  // Stock and services use the same name.
  static FieldHandle field_of(const Record& item, std::string_view name) {
    return {&item.resource->field(name)};
  }
  static std::set<std::string> locations_in(std::string_view list) {
    std::set<std::string> found;
    if (list.empty()) return found;
    for (const json::Node& id : json::from_json(list).items) found.insert(id.text);
    return found;
  }
  static Value as_value(const std::set<std::string>& ids) {
    if (ids.empty()) return null_value();
    std::string text;
    json::Writer writer{text};
    writer.begin_array();
    for (const std::string& id : ids) writer.string(id);
    writer.end_array();
    return text;
  }

  FieldHandle item_ = own("formulary-uuid"), location_ = own("location-uuid"),
              hidden_ = own("hidden");
};

}  // namespace

std::unique_ptr<ResourceRules> make_formulary_management_deviations_rules(const RuleSetup& setup) {
  return std::make_unique<DeviationRules>(setup);
}

}  // namespace vip::domains
