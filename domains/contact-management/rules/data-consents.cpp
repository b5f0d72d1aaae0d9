// Data consents. A practice must be able to show when and how a client agreed, also after a change
// of mind: so that each state is kept as a row of its own.
#include "domains/common/contact_type.h"

namespace vip::domains {
namespace {

class DataConsentRules final : public ResourceRules {
 public:
  explicit DataConsentRules(const RuleSetup& setup)
      : must_be_client_{setup, kClient, ErrorCode::client_only},
        id_{&setup.resource.id()},
        consent_{setup.field("consent")},
        consent_date_{setup.field("consent-date")},
        source_{setup.field("source")},
        history_{setup.catalogue.resource("contact-management/data-consent-history")},
        history_id_{&history_.field("data-consent-uuid")},
        history_consent_{&history_.field("consent")},
        history_date_{&history_.field("consent-date")},
        history_source_{&history_.field("source")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    // A new answer is not as old as the one before it.
    const bool new_answer = change.before != nullptr && is_new(change, consent_);
    if (new_answer && !context.is_explicit(consent_date_))
      context.set(consent_date_, context.now().milliseconds);
  }

  void validate(const Change& change, RuleContext& context) const override {
    must_be_client_.check(change, context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    if (!change.changes(consent_) && !change.changes(consent_date_) && !change.changes(source_))
      return;
    const Record& consent = change.after();
    context.create(history_, {{history_id_, consent.at(id_)},
                              {history_consent_, consent.at(consent_)},
                              {history_date_, consent.at(consent_date_)},
                              {history_source_, consent.at(source_)}});
  }

 private:
  ContactMustBe must_be_client_;
  FieldHandle id_, consent_, consent_date_, source_;
  const Resource& history_;
  FieldHandle history_id_, history_consent_, history_date_, history_source_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_contact_management_data_consents_rules(const RuleSetup& setup) {
  return std::make_unique<DataConsentRules>(setup);
}

}  // namespace vip::domains
