// Suspends a subscription, or resumes it.
#include "domains/billing/actions/named_subscription.h"

namespace vip::domains {
namespace {

class SubscriptionsSuspend final : public ActionRules {
 public:
  explicit SubscriptionsSuspend(const ActionSetup& setup)
      : named_{setup},
        resume_{setup.input("resume")},
        subscription_{setup.output("subscription-uuid")},
        status_{setup.output("status")},
        suspended_{setup.output("suspended-date")},
        suspended_date_{setup.field_of("billing/subscriptions", "suspended-date")} {}

  void run(ActionCall& call) const override {
    const auto plan = named_.find(call);
    if (!plan) return;
    const std::string wanted = call.input().flag(resume_) ? "Active" : "Suspended";
    // Where it stands already, nothing would change and nobody would hear of it.
    if (plan->text(named_.status()) == wanted)
      return call.refuse(named_.pointer(call), ErrorCode::transition_not_allowed,
                         "It is " + wanted + " already.");
    if (!call.patch(*plan->resource, plan->id(), {{named_.status(), wanted}})) return;
    const auto changed = call.find(*plan->resource, plan->id());
    Record answer = call.answer();
    answer.at(*subscription_.field) = plan->id();
    answer.at(*status_.field) = changed->at(named_.status());
    answer.at(*suspended_.field) = changed->at(suspended_date_);
    call.respond(answer);
  }

 private:
  NamedSubscription named_;
  FieldHandle resume_, subscription_, status_, suspended_, suspended_date_;
};

}  // namespace

std::unique_ptr<ActionRules> make_billing_subscriptions_suspend_action(const ActionSetup& setup) {
  return std::make_unique<SubscriptionsSuspend>(setup);
}

}  // namespace vip::domains
