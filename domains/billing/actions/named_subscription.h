#pragma once

// The subscription that an action's input names: by its id, or by its account and patient.

#include <optional>

#include "rules/action.h"

namespace vip::domains {

class NamedSubscription {
 public:
  explicit NamedSubscription(const ActionSetup& setup)
      : subscription_{setup.input("subscription-uuid")},
        account_{setup.input("account-uuid")},
        patient_{setup.input("patient-uuid")},
        subscriptions_{setup.resource("billing/subscriptions")},
        of_account_{&subscriptions_.field("account-uuid")},
        of_patient_{&subscriptions_.field("patient-uuid")},
        status_{&subscriptions_.field("status")} {}

  // None: refused.
  std::optional<Record> find(ActionCall& call) const {
    const Record& input = call.input();
    if (input.has(subscription_)) return call.find(subscriptions_, input.uuid(subscription_));
    if (!input.has(account_) || !input.has(patient_)) {
      call.refuse(subscription_, ErrorCode::required,
                  "Name the subscription, or its account and patient.");
      return std::nullopt;
    }
    const auto found =
        call.select(subscriptions_, {{{of_patient_, FilterOp::eq, {input.at(patient_)}},
                                      {of_account_, FilterOp::eq, {input.at(account_)}},
                                      {status_, FilterOp::ne, {std::string{"Ended"}}}},
                                     {},
                                     1});
    if (!found.empty()) return found.front();
    call.refuse(patient_, ErrorCode::reference_not_found, "Subscription does not exist");
    return std::nullopt;
  }

  FieldHandle status() const { return status_; }
  // The input that names it, for faults.
  FieldHandle pointer(const ActionCall& call) const {
    return call.input().has(subscription_) ? subscription_ : patient_;
  }

 private:
  FieldHandle subscription_, account_, patient_;
  const Resource& subscriptions_;
  FieldHandle of_account_, of_patient_, status_;
};

}  // namespace vip::domains
