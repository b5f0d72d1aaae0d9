#pragma once

// Who is reminded, and from where, unless the caller says so: what the patient's account knows.

#include "domains/common/handles.h"

namespace vip::domains {

class WhomToRemind {
 public:
  explicit WhomToRemind(const RuleSetup& setup)
      : patient_{setup.field("patient-uuid")},
        contact_{setup.field("contact-uuid")},
        location_{setup.field("location-uuid")},
        account_{field_if_served(setup, "patient-management/patients", "account-uuid")},
        deceased_{field_if_served(setup, "patient-management/patients", "status-deceased")},
        account_contact_{field_if_served(setup, "account-management/accounts", "contact-uuid")},
        account_location_{
            field_if_served(setup, "account-management/accounts", "registered-location-uuid")} {}

  void fill_in(const Record& reminder, RuleContext& context) const {
    if (account_.field == nullptr || account_contact_.field == nullptr) return;
    const auto patient = context.find(patient_, reminder);
    const auto account = patient ? context.find(account_, *patient) : std::nullopt;
    if (!account) return;
    if (!reminder.has(contact_)) context.set(contact_, account->at(account_contact_));
    if (!reminder.has(location_)) context.set(location_, account->at(account_location_));
  }

  bool is_deceased(const Record& reminder, World& world) const {
    if (deceased_.field == nullptr) return false;
    const auto patient = world.find(patient_, reminder);
    return patient && patient->flag(deceased_);
  }

 private:
  FieldHandle patient_, contact_, location_;
  FieldHandle account_, deceased_, account_contact_, account_location_;
};

}  // namespace vip::domains
