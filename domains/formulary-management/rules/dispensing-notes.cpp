// Dispensing notes: counts the non-empty parts, for the layout of labels.
#include <algorithm>

#include "rules/rules.h"

namespace vip::domains {
namespace {

class DispensingNoteRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!is_new(change, note_)) return;
    context.set(placeholders_,
                static_cast<std::int64_t>(std::ranges::count(change.after().text(note_), '?')));
  }

 private:
  FieldHandle note_ = own("note"), placeholders_ = own("placeholders");
};

}  // namespace

std::unique_ptr<ResourceRules> make_formulary_management_dispensing_notes_rules(
    const RuleSetup& setup) {
  return std::make_unique<DispensingNoteRules>(setup);
}

}  // namespace vip::domains
