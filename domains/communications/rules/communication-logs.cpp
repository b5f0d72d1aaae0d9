// The log of messages: their states, and the consent that a message to a contact needs.
//
// Consent is checked when a message is recorded and again when it is sent, because it may be
// withdrawn in between.
#include "domains/communications/error_codes.h"
#include "rules/states.h"

namespace vip::domains {
namespace {

class CommunicationLogRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    const Record& after = change.after();
    if (!after.has(status_))
      context.set(status_, std::string{is_inbound(after) ? "Delivered" : "Queued"});
  }

  void validate(const Change& change, RuleContext& context) const override {
    const Record& after = change.after();
    if (is_inbound(after) && after.text(status_) != "Delivered")
      context.refuse(status_, errors::received_is_delivered);
    check_moments(change, context);
    check_template(change, context);
    if (!is_inbound(after) && (change.creates() || enters(change, status_, "Sent")))
      check_consent(change, context);
  }

 private:
  bool is_inbound(const Record& record) const { return record.text(direction_) == "Inbound"; }

  void check_moments(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    std::int64_t earlier = INT64_MIN;
    for (const FieldHandle moment : moments_) {
      if (!after.has(moment)) continue;
      if (is_new(change, moment) && after.number(moment) > context.now().milliseconds)
        context.refuse(moment, errors::date_in_future, "The time is in the future");
      if (after.number(moment) < earlier) context.refuse(moment, errors::dates_reversed);
      earlier = after.number(moment);
    }
  }

  void check_template(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    if (!is_new(change, template_)) return;
    const auto used = context.find(template_, after);
    if (used && !used->flag(template_serves_all_) &&
        used->at(template_location_) != after.at(location_))
      context.refuse(template_, errors::reference_mismatch,
                     "The template does not serve the location");
  }

  void check_consent(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    const auto type = context.find(type_, after);
    if (!type || consent_.field == nullptr) return;
    const auto found = context.select(consent_contact_.resource(),
                                      {{{consent_contact_, FilterOp::eq, {after.at(contact_)}},
                                        {consent_type_, FilterOp::eq, {after.at(type_)}},
                                        {consent_channel_, FilterOp::eq, {after.at(channel_)}}},
                                       {},
                                       1});
    const bool asked = !found.empty();
    const bool agreed = asked && found.front().flag(consent_);
    const std::string name{type->text(type_name_)};
    if (type->flag(opt_in_) && !agreed)
      context.refuse(type_, errors::consent_required,
                     "Messages of the type " + name +
                         " need the contact's consent for the channel, given beforehand.");
    else if (asked && !agreed)
      context.refuse(
          type_, errors::consent_refused,
          "The contact does not want messages of the type " + name + " through the channel.");
  }

  FieldHandle contact_ = own("contact-uuid"), type_ = own("type-uuid"),
              channel_ = own("channel-uuid"), location_ = own("location-uuid"),
              template_ = own("template-uuid"), direction_ = own("direction"),
              status_ = own("status");
  std::vector<FieldHandle> moments_ =
      own({"sent-date", "delivered-date", "failed-date"});  // in order
  FieldHandle opt_in_ = of("communications/types", "opt-in"),
              type_name_ = of("communications/types", "name"),
              template_location_ = of("communications/templates", "location-uuid"),
              template_serves_all_ = of("communications/templates", "serves-all-locations");
  static constexpr auto kConsents = "contact-management/data-consents";
  FieldHandle consent_ = of(kConsents, "consent"), consent_contact_ = of(kConsents, "contact-uuid"),
              consent_type_ = of(kConsents, "type-uuid"),
              consent_channel_ = of(kConsents, "channel-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_communications_communication_logs_rules(
    const RuleSetup& setup) {
  return std::make_unique<CommunicationLogRules>(setup);
}

}  // namespace vip::domains
