// Appointments. Omitted references follow from those given: the account from the patient, the
// contact from the account, the address from the contact.

#include <algorithm>

#include "domains/calendar-management/error_codes.h"
#include "domains/calendar-management/rules/booking.h"
#include "domains/shared/mailing_address.h"
#include "rules/closing.h"

namespace vip::domains {
namespace {

class AppointmentRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    if (differs(change, start_) || differs(change, location_))
      context.set(
          day_, to_value(day_at(change.after(), Instant{change.after().number(start_)}, context)));
    follow_account(change, context);
    if (differs(change, patient_)) context.set(patient_state_, state_of_patient(change, context));
    if (differs(change, patient_) || differs(change, patient_state_))
      context.set(patient_deceased_,
                  std::int64_t{change.after().text(patient_state_) == "Deceased" ? 1 : 0});
    if (differs(change, reason_) || differs(change, reason_text_))
      context.set(display_reason_, reason_of(change.after(), context));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    booking_.check(change, context);
    check_account(change, context);
    check_progress(change, context);
    warn_of_times(change, context);
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

  // Later changes of the patient set it too: the keyword `open` of the declaration.
  Value state_of_patient(const Change& change, RuleContext& context) const {
    const auto patient = context.find(patient_, change.after());
    const ClosingFlag* closed = patient ? closing_flag_of(*patient) : nullptr;
    return closed == nullptr ? null_value() : Value{closed->state};
  }

  Value reason_of(const Record& appointment, RuleContext& context) const {
    if (appointment.has(reason_text_)) return appointment.at(reason_text_);
    const auto reason = context.find(reason_, appointment);
    return reason ? reason->at(reason_name_) : null_value();
  }

  // What has happened lies in the past.
  void check_progress(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    const std::int64_t now = context.now().milliseconds;
    const bool completes =
        after.text(status_) == "Completed" && (change.changes(status_) || change.changes(start_));
    if (completes && after.number(start_) > now)
      return context.refuse(change.changes(status_) ? status_ : start_, errors::date_in_future,
                            "An appointment that lies in the future cannot be completed.");
    if (after.text(status_) == "Booked") return;  // it has none of these dates
    const Date today = today_at(after, context);
    for (const FieldHandle date : progress_dates_)
      if (is_new(change, date) && day_at(after, Instant{after.number(date)}, context) > today)
        context.refuse(date, errors::date_in_future, "Expected today or an earlier day.");
  }

  // What is unusual, but may be meant: history that is entered later, an early arrival.
  void warn_of_times(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    const bool moves = change.changes(start_) || change.changes(end_);
    const bool new_status = change.changes(status_);
    if ((moves || new_status || change.changes(patient_)) && is_double_booked(after, context))
      context.warn(patient_, errors::patient_double_booked, {});
    const Date today = today_at(after, context);
    const std::string_view status = after.text(status_);
    if (moves && status == "Booked" && after.day(day_) < today && !after.has(legacy_id_))
      context.warn(start_, errors::appointment_in_past, {});
    if ((moves || new_status) && (status == "Arrived" || status == "InConsult") &&
        after.day(day_) > today)
      context.warn(status_, errors::appointment_in_future, {});
  }

  // Whether another practitioner expects the patient at the same time.
  bool is_double_booked(const Record& appointment, RuleContext& context) const {
    const auto takes_place = [&](const Record& one) {
      const std::string_view status = one.text(status_);
      return status != "Cancelled" && status != "DidNotAttend" && !one.has(deleted_);
    };
    if (!appointment.has(patient_) || !takes_place(appointment)) return false;
    const Selection overlapping{{{patient_, FilterOp::eq, {appointment.at(patient_)}},
                                 {start_, FilterOp::lt, {appointment.at(end_)}},
                                 {end_, FilterOp::gt, {appointment.at(start_)}}},
                                {},
                                kMostOverlapping};
    return std::ranges::any_of(
        context.select(*appointment.resource, overlapping), [&](const Record& other) {
          return takes_place(other) && other.at(practitioner_) != appointment.at(practitioner_);
        });
  }

  void check_account(const Change& change, RuleContext& context) const {
    const bool new_account = is_new(change, account_);
    const bool new_contact = is_new(change, contact_);
    if (!new_account && !new_contact && !change.sets_to_true(online_)) return;
    const auto account = context.find(account_, change.after());
    if (!account) return;
    if (new_contact && account->at(account_contact_) != change.after().at(contact_))
      context.refuse(contact_, errors::reference_mismatch, "The contact is not the account's");
    // An animal that changes hands takes its booking along, whoever made it.
    const bool follows_patient =
        !change.creates() && change.after().has(patient_) && !change.changes(patient_);
    if (change.after().flag(online_) && account->flag(account_disallows_) &&
        ((new_account && !follows_patient) || change.changes(online_)))
      context.refuse(online_, errors::online_booking_disallowed);
  }

  static constexpr std::size_t kMostOverlapping = 20;

  BookingCheck booking_{setup()};
  MailingAddress mailing_address_{setup()};
  FieldHandle location_ = own("location-uuid"), start_ = own("start-date"),
              day_ = own("appointment-date"), account_ = own("account-uuid"),
              contact_ = own("account-contact-uuid"), address_ = own("address-denormalised"),
              patient_ = own("patient-uuid"), patient_deceased_ = own("patient-deceased"),
              patient_state_ = own("patient-state");
  FieldHandle end_ = own("end-date"), status_ = own("status"), deleted_ = own("deleted-date"),
              legacy_id_ = own("legacy-id"), practitioner_ = own("contact-practitioner-uuid");
  std::vector<FieldHandle> progress_dates_ =
      own({"arrived-date", "in-consult-date", "completed-date", "did-not-attend-date",
           "cancelled-date"});
  FieldHandle reason_ = own("reason-uuid"), reason_text_ = own("reason-text"),
              display_reason_ = own("display-reason"), online_ = own("online-booking");
  FieldHandle reason_name_ = of("calendar-management/appointment-reasons", "name"),
              account_contact_ = of("account-management/accounts", "contact-uuid"),
              account_disallows_ = of("account-management/accounts", "disallow-online-bookings");
};

}  // namespace

std::unique_ptr<ResourceRules> make_calendar_management_appointments_rules(const RuleSetup& setup) {
  return std::make_unique<AppointmentRules>(setup);
}

}  // namespace vip::domains
