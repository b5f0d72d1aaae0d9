// Appointments. What a caller leaves out follows from what it names: the account from the patient,
// the contact from the account, the address from the contact.
#include <algorithm>
#include <array>

#include "domains/calendar-management/rules/booking.h"
#include "domains/common/contact_type.h"
#include "domains/common/mailing_address.h"
#include "domains/common/patient_of_account.h"
#include "domains/common/transitions.h"

namespace vip::domains {
namespace {

// A status, the moment at which it was reached, and the statuses in which it has been.
struct Milestone {
  std::string_view status, moment;
  std::vector<std::string_view> reached_in;
};

const std::array<Milestone, 5>& milestones() {
  static const std::array<Milestone, 5> all{
      {{"Arrived", "arrived-date", {"Arrived", "InConsult", "Completed", "Cancelled"}},
       {"InConsult", "in-consult-date", {"InConsult", "Completed"}},
       {"Completed", "completed-date", {"Completed"}},
       {"DidNotAttend", "did-not-attend-date", {"DidNotAttend"}},
       {"Cancelled", "cancelled-date", {"Cancelled"}}}};
  return all;
}

class AppointmentRules final : public ResourceRules {
 public:
  explicit AppointmentRules(const RuleSetup& setup)
      : booking_{setup},
        patient_of_account_{setup},
        mailing_address_{setup},
        practitioner_{setup, kPractitioner, ErrorCode::contact_not_practitioner,
                      "contact-practitioner-uuid"},
        assigned_{setup, kPractitioner, ErrorCode::contact_not_practitioner,
                  "assigned-practitioner-uuid"},
        states_{setup.field("status"),
                {"Booked", "Arrived", "InConsult", "Completed", "DidNotAttend", "Cancelled"},
                {{"Booked", {"Arrived", "InConsult", "Completed", "DidNotAttend", "Cancelled"}},
                 {"Arrived", {"Booked", "InConsult", "Completed", "Cancelled"}},
                 {"InConsult", {"Arrived", "Completed"}},
                 {"DidNotAttend", {"Booked", "Arrived"}}}},
        status_{setup.field("status")},
        location_{setup.field("location-uuid")},
        start_{setup.field("start-date")},
        day_{setup.field("appointment-date")},
        account_{setup.field("account-uuid")},
        contact_{setup.field("account-contact-uuid")},
        address_{setup.field("address-denormalised")},
        patient_{setup.field("patient-uuid")},
        patient_deceased_{setup.field("patient-deceased")},
        reason_{setup.field("reason-uuid")},
        reason_text_{setup.field("reason-text")},
        display_reason_{setup.field("display-reason")},
        online_{setup.field("online-booking")},
        reason_name_{setup.field_of("calendar-management/appointment-reasons", "name")},
        account_contact_{field_if_served(setup, "account-management/accounts", "contact-uuid")},
        account_disallows_{
            field_if_served(setup, "account-management/accounts", "disallow-online-bookings")},
        deceased_{field_if_served(setup, "patient-management/patients", "status-deceased")} {
    for (const Milestone& milestone : milestones())
      moments_.push_back(setup.field(milestone.moment));
  }

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    if (differs(change, start_) || differs(change, location_))
      context.set(day_, std::int64_t{booking_.day_of(change.after(), context).days});
    patient_of_account_.prepare(change, context);
    follow_account(change, context);
    if (differs(change, patient_)) context.set(patient_deceased_, is_deceased(change, context));
    if (differs(change, reason_) || differs(change, reason_text_))
      context.set(display_reason_, reason_of(change.after(), context));
    keep_moments(change, context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    booking_.check(change, context);
    patient_of_account_.validate(change, context);
    practitioner_.check(change, context);
    assigned_.check(change, context);
    states_.check(change, context);
    check_account(change, context);
    check_moments(change, context);
    if (is_new(change, patient_) && change.after().flag(patient_deceased_))
      context.warn(patient_, ErrorCode::patient_deceased, {});
  }

 private:
  void follow_account(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    if (differs(change, account_) && !context.is_explicit(contact_)) {
      const auto account = context.find(account_, after);
      context.set(contact_, account ? account->at(account_contact_) : null_value());
    }
    if (differs(change, contact_) && !context.is_explicit(address_))
      context.set(address_, mailing_address_.of(after.at(contact_), context));
  }

  Value is_deceased(const Change& change, RuleContext& context) const {
    const auto patient = context.find(patient_, change.after());
    return std::int64_t{patient && patient->flag(deceased_) ? 1 : 0};
  }

  Value reason_of(const Record& appointment, RuleContext& context) const {
    if (appointment.has(reason_text_)) return appointment.at(reason_text_);
    const auto reason = context.find(reason_, appointment);
    return reason ? reason->at(reason_name_) : null_value();
  }

  bool has_reached(const Record& appointment, const Milestone& milestone) const {
    return std::ranges::find(milestone.reached_in, appointment.text(status_)) !=
           milestone.reached_in.end();
  }

  void keep_moments(const Change& change, RuleContext& context) const {
    for (std::size_t i = 0; i < moments_.size(); ++i) {
      const Milestone& milestone = milestones()[i];
      states_.stamp(change, context, {milestone.status}, moments_[i]);
      if (!has_reached(change.after(), milestone) && !context.is_explicit(moments_[i]))
        context.set(moments_[i], null_value());
    }
  }

  void check_moments(const Change& change, RuleContext& context) const {
    for (std::size_t i = 0; i < moments_.size(); ++i)
      if (is_new(change, moments_[i]) && !has_reached(change.after(), milestones()[i]))
        context.refuse(moments_[i], ErrorCode::status_not_reached);
  }

  void check_account(const Change& change, RuleContext& context) const {
    const bool new_account = is_new(change, account_);
    const bool new_contact = is_new(change, contact_);
    if (!new_account && !new_contact && !change.sets_to_true(online_)) return;
    const auto account = context.find(account_, change.after());
    if (!account) return;
    if (new_contact && account->at(account_contact_) != change.after().at(contact_))
      context.refuse(contact_, ErrorCode::contact_not_of_account);
    if (change.after().flag(online_) && account->flag(account_disallows_) &&
        (new_account || change.changes(online_)))
      context.refuse(online_, ErrorCode::online_booking_disallowed);
  }

  BookingCheck booking_;
  PatientOfAccount patient_of_account_;
  MailingAddress mailing_address_;
  ContactMustBe practitioner_, assigned_;
  StateMachine states_;
  FieldHandle status_, location_, start_, day_, account_, contact_, address_, patient_,
      patient_deceased_;
  FieldHandle reason_, reason_text_, display_reason_, online_;
  FieldHandle reason_name_, account_contact_, account_disallows_, deceased_;
  std::vector<FieldHandle> moments_;  // in the order of milestones()
};

}  // namespace

std::unique_ptr<ResourceRules> make_calendar_management_appointments_rules(const RuleSetup& setup) {
  return std::make_unique<AppointmentRules>(setup);
}

}  // namespace vip::domains
