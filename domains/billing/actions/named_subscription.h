#pragma once

// The subscription that an action's input identifies: by its id, or by its account and patient.

#include <optional>

#include "rules/action.h"

namespace vip::domains {

class NamedSubscription : private ActionHandles {
 public:
  explicit NamedSubscription(const ActionSetup& setup) : ActionHandles{setup} {}

  // None: the call is refused.
  std::optional<Record> find(ActionCall& call) const {
    const Record& input = call.input();
    if (input.has(subscription_)) return call.find(subscriptions_, input.uuid(subscription_));
    const auto found =
        call.select(subscriptions_, {{{of_patient_, FilterOp::eq, {input.at(patient_)}},
                                      {of_account_, FilterOp::eq, {input.at(account_)}},
                                      {status_, FilterOp::ne, {std::string{"Ended"}}}},
                                     {},
                                     1});
    if (!found.empty()) return found.front();
    call.refuse(patient_, errors::reference_not_found, "Subscription does not exist");
    return std::nullopt;
  }

  FieldHandle status() const { return status_; }
  // The input that identifies the subscription, for errors.
  FieldHandle pointer(const ActionCall& call) const {
    return call.input().has(subscription_) ? subscription_ : patient_;
  }

 private:
  FieldHandle subscription_ = input("subscription-uuid"), account_ = input("account-uuid"),
              patient_ = input("patient-uuid");
  const Resource& subscriptions_ = resource("billing/subscriptions");
  FieldHandle of_account_ = of(subscriptions_, "account-uuid"),
              of_patient_ = of(subscriptions_, "patient-uuid"),
              status_ = of(subscriptions_, "status");
};

}  // namespace vip::domains
