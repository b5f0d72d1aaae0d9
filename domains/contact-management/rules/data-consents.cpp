// Data consents. A practice must be able to prove when and how a client agreed, also after a
// change: so each state is stored as a row of its own.
#include "domains/shared/shared_fields.h"

namespace vip::domains {
namespace {

class DataConsentRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    // A new answer has a new date.
    const bool new_answer = change.before != nullptr && is_new(change, consent_);
    if (new_answer && !context.is_explicit(consent_date_))
      context.set(consent_date_, context.now().milliseconds);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    if (!change.changes(consent_) && !change.changes(consent_date_) && !change.changes(source_))
      return;
    std::vector<FieldValue> state;
    kept_.append_to(state, change.after());
    context.create(history_, std::move(state));
  }

 private:
  FieldHandle consent_ = own("consent"), consent_date_ = own("consent-date"),
              source_ = own("source");
  const Resource& history_ = resource("contact-management/data-consent-history");
  SharedFields kept_{setup().resource, &history_};
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_data_consents_rules(const RuleSetup& setup) {
  return std::make_unique<DataConsentRules>(setup);
}

}  // namespace vip::domains
