// The log of messages: their states, and the consent that a message to a contact needs.
//
// A consent is looked at when a message is recorded and again when it is sent, since it may have
// been withdrawn while the message waited.
#include <array>
#include <utility>

#include "domains/common/transitions.h"

namespace vip::domains {
namespace {

// The handles of another domain's data consents; none where that is not served.
struct Consents {
  explicit Consents(const RuleSetup& setup)
      : contact{of(setup, "contact-uuid")},
        type{of(setup, "type-uuid")},
        channel{of(setup, "channel-uuid")},
        consent{of(setup, "consent")} {}

  static FieldHandle of(const RuleSetup& setup, std::string_view field) {
    return field_if_served(setup, "contact-management/data-consents", field);
  }

  FieldHandle contact, type, channel, consent;
};

class CommunicationLogRules final : public ResourceRules {
 public:
  explicit CommunicationLogRules(const RuleSetup& setup)
      : contact_{setup.field("contact-uuid")},
        type_{setup.field("type-uuid")},
        channel_{setup.field("channel-uuid")},
        location_{setup.field("location-uuid")},
        template_{setup.field("template-uuid")},
        direction_{setup.field("direction")},
        status_{setup.field("status")},
        reason_{setup.field("failure-reason")},
        moments_{{{"Sent", setup.field("sent-date")},
                  {"Delivered", setup.field("delivered-date")},
                  {"Failed", setup.field("failed-date")}}},
        opt_in_{setup.field_of("communications/types", "opt-in")},
        type_name_{setup.field_of("communications/types", "name")},
        template_location_{setup.field_of("communications/templates", "location-uuid")},
        template_serves_all_{setup.field_of("communications/templates", "serves-all-locations")},
        default_location_{
            field_if_served(setup, "contact-management/contacts", "default-location-uuid")},
        consents_{setup},
        states_{status_,
                {"Queued", "Sent", "Delivered", "Failed"},
                {{"Queued", {"Sent", "Failed"}}, {"Sent", {"Delivered", "Failed"}}}} {}

  void prepare(const Change& change, RuleContext& context) const override {
    const Record& after = change.after();
    if (!after.has(status_))
      context.set(status_, std::string{is_inbound(after) ? "Delivered" : "Queued"});
    if (!after.has(location_) && default_location_.field != nullptr)
      if (const auto contact = context.find(contact_, after))
        context.set(location_, contact->at(default_location_));
    for (const auto& [state, moment] : moments_)
      if (differs(change, status_) && after.text(status_) == state && !after.has(moment))
        context.set(moment, context.now().milliseconds);
  }

  void validate(const Change& change, RuleContext& context) const override {
    const Record& after = change.after();
    states_.check(change, context);
    if (is_inbound(after) && after.text(status_) != "Delivered")
      context.refuse(status_, ErrorCode::received_is_delivered);
    if (after.has(reason_) && after.text(status_) != "Failed")
      context.refuse(reason_, ErrorCode::only_of_failed);
    check_moments(change, context);
    check_template(change, context);
    if (!is_inbound(after) && (change.creates() || states_.enters(change, "Sent")))
      check_consent(change, context);
  }

 private:
  bool is_inbound(const Record& record) const { return record.text(direction_) == "Inbound"; }

  void check_moments(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    std::int64_t earlier = INT64_MIN;
    for (const auto& [state, moment] : moments_) {
      if (!after.has(moment)) continue;
      if (is_new(change, moment) && after.number(moment) > context.now().milliseconds)
        context.refuse(moment, ErrorCode::date_in_future, "The time has not come yet");
      if (after.number(moment) < earlier) context.refuse(moment, ErrorCode::dates_reversed);
      earlier = after.number(moment);
    }
  }

  void check_template(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    if (!is_new(change, template_)) return;
    const auto used = context.find(template_, after);
    if (used && !used->flag(template_serves_all_) &&
        used->at(template_location_) != after.at(location_))
      context.refuse(template_, ErrorCode::template_not_at_location);
  }

  void check_consent(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    const auto type = context.find(type_, after);
    if (!type || consents_.consent.field == nullptr) return;
    const auto found = context.select(consents_.contact.resource(),
                                      {{{consents_.contact, FilterOp::eq, {after.at(contact_)}},
                                        {consents_.type, FilterOp::eq, {after.at(type_)}},
                                        {consents_.channel, FilterOp::eq, {after.at(channel_)}}},
                                       {},
                                       1});
    const bool asked = !found.empty();
    const bool agreed = asked && found.front().flag(consents_.consent);
    const std::string name{type->text(type_name_)};
    if (type->flag(opt_in_) && !agreed)
      context.refuse(type_, ErrorCode::consent_required,
                     "Messages of the type " + name +
                         " need the contact's consent for the channel, given beforehand.");
    else if (asked && !agreed)
      context.refuse(
          type_, ErrorCode::consent_refused,
          "The contact does not want messages of the type " + name + " through the channel.");
  }

  FieldHandle contact_, type_, channel_, location_, template_, direction_, status_, reason_;
  std::array<std::pair<std::string_view, FieldHandle>, 3> moments_;  // in the order of time
  FieldHandle opt_in_, type_name_, template_location_, template_serves_all_, default_location_;
  Consents consents_;
  StateMachine states_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_communications_communication_logs_rules(
    const RuleSetup& setup) {
  return std::make_unique<CommunicationLogRules>(setup);
}

}  // namespace vip::domains
