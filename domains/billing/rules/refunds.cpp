// Refunds. Money that leaves the account uses up its credit and is owed for the rest; money that
// comes back is credit like any other.
#include "domains/billing/rules/account_book.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class RefundRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& refund = change.after();
    const Settlement settled = settle(refund, context);
    context.set(change_, goes_out(refund) ? refund.number(amount_) : -refund.number(amount_));
    if (goes_out(refund))
      context.set(outstanding_, settled.debits.front().open());
    else
      context.set(unallocated_, settled.credits.front().left);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& refund = change.after();
    const Balances added = goes_out(refund) ? Balances{.uninsured = refund.number(amount_)}
                                            : Balances{.credit = refund.number(amount_)};
    book_.post(settle(refund, context), refund, refund.uuid(billing_), added, context);
  }

 private:
  bool goes_out(const Record& refund) const { return refund.text(direction_) == "OutOfAccount"; }

  Settlement settle(const Record& refund, World& world) const {
    const Uuid billing = refund.uuid(billing_);
    Settlement settled;
    if (goes_out(refund)) {
      settled.debits = {{&refunds_, refund.id(), refund.number(amount_), 0}};
      settled.credits = book_.unused_credits(world, billing);
    } else {
      settled.credits = {{&refunds_, refund.id(), refund.number(amount_)}};
      settled.debits = book_.open_debits(world, billing);
    }
    settled.pay_all();
    return settled;
  }

  const Resource& refunds_ = setup().resource;
  AccountBook book_{setup()};
  FieldHandle billing_ = own("billing-uuid"), amount_ = own("amount"),
              direction_ = own("direction"), change_ = own("balance-change"),
              outstanding_ = own("balance-outstanding");
  FieldHandle unallocated_ = own("unallocated");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_refunds_rules(const RuleSetup& setup) {
  return std::make_unique<RefundRules>(setup);
}

}  // namespace vip::domains
