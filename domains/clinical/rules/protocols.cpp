// Protocols. Every element that notes may refer to has an id, each id occurs once, and every
// question can be answered.
#include "domains/clinical/rules/questionnaire.h"

namespace vip::domains {
namespace {

class ProtocolRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!is_new(change, sections_)) return;
    json::Node sections = array_in(change.after(), sections_);
    give_ids(sections, [&] { return context.new_id(); });
    context.set(sections_, json::to_string(sections));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (is_new(change, sections_))
      refuse_all(errors_of_form(entries_in(change.after(), sections_)), sections_, context);
  }

 private:
  FieldHandle sections_ = own("sections");
};

}  // namespace

std::unique_ptr<ResourceRules> make_clinical_protocols_rules(const RuleSetup& setup) {
  return std::make_unique<ProtocolRules>(setup);
}

}  // namespace vip::domains
