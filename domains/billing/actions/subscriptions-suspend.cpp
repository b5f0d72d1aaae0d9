// Suspends a subscription, or resumes it.
#include "domains/billing/actions/named_subscription.h"
#include "domains/shared/shared_fields.h"

namespace vip::domains {
namespace {

class SubscriptionsSuspend final : public ActionWithHandles {
 public:
  using ActionWithHandles::ActionWithHandles;

  void run(ActionCall& call) const override {
    const auto plan = named_.find(call);
    if (!plan) return;
    const std::string wanted = call.input().flag(resume_) ? "Active" : "Suspended";
    // Refused: the call would change nothing, and the caller would not notice.
    if (plan->text(named_.status()) == wanted)
      return call.refuse(named_.pointer(call), errors::transition_not_allowed,
                         "The subscription is already " + wanted + ".");
    if (!call.patch(*plan->resource, plan->id(), {{named_.status(), wanted}})) return;
    const auto changed = call.find(*plan->resource, plan->id());
    Record answer = call.answer();
    answered_.copy_to(answer, *changed);
    call.respond(answer);
  }

 private:
  NamedSubscription named_{setup()};
  FieldHandle resume_ = input("resume");
  SharedFields answered_{resource("billing/subscriptions"), setup().action.output.get()};
};

}  // namespace

std::unique_ptr<ActionRules> make_billing_subscriptions_suspend_action(const ActionSetup& setup) {
  return std::make_unique<SubscriptionsSuspend>(setup);
}

}  // namespace vip::domains
