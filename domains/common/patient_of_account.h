#pragma once

// A record that names an animal and its client: the account follows from the patient, and they must
// belong together.

#include "domains/common/handles.h"

namespace vip::domains {

class PatientOfAccount {
 public:
  explicit PatientOfAccount(const RuleSetup& setup)
      : account_{setup.field("account-uuid")},
        patient_{setup.field("patient-uuid")},
        patient_account_{field_if_served(setup, "patient-management/patients", "account-uuid")} {}

  void prepare(const Change& change, RuleContext& context) const {
    if (change.after().has(account_) || !differs(change, patient_)) return;
    if (const auto patient = context.find(patient_, change.after()))
      context.set(account_, patient->at(patient_account_));
  }

  void validate(const Change& change, RuleContext& context) const {
    const Record& after = change.after();
    if (!after.has(account_) || (!is_new(change, patient_) && !is_new(change, account_))) return;
    const auto patient = context.find(patient_, after);
    if (patient && patient->uuid(patient_account_) != after.uuid(account_))
      context.refuse(patient_, ErrorCode::patient_not_of_account);
  }

 private:
  FieldHandle account_, patient_, patient_account_;
};

}  // namespace vip::domains
