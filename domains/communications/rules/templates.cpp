// Templates. Their merge fields are checked on each write. They belong to the main location unless
// they name another.
#include <array>

#include "domains/communications/rules/merge_fields.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class TemplateRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.after().has(location_) || main_.field == nullptr) return;
    const auto main = context.all_with(main_, std::int64_t{1}, 1);
    if (!main.empty()) context.set(location_, main.front().id());
  }

  void validate(const Change& change, RuleContext& context) const override {
    const Record& after = change.after();
    for (const FieldHandle text : texts_) {
      if (!is_new(change, text)) continue;
      for (MergeError& error : check_merge_fields(after.text(text), after.text(type_)))
        context.refuse(text, error.code, std::move(error.detail));
    }
  }

 private:
  FieldHandle type_ = own("type");
  std::array<FieldHandle, 2> texts_{own("subject"), own("body")};
  FieldHandle location_ = own("location-uuid"), main_ = of("location-management/locations", "main");
};

}  // namespace

std::unique_ptr<ResourceRules> make_communications_templates_rules(const RuleSetup& setup) {
  return std::make_unique<TemplateRules>(setup);
}

}  // namespace vip::domains
