// Refunds. Money out of the account uses up its credit, and the rest becomes a debt; money that
// comes back is a credit.
#include "domains/billing/rules/account_ledger.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class RefundRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void effects(const Change& change, RuleContext& context) const override {
    const Record& refund = change.after();
    if (change.creates()) ledger_.post(settle(refund, context), refund.uuid(billing_), context);
  }

 private:
  Settlement settle(const Record& refund, DataContext& data) const {
    const Uuid billing = refund.uuid(billing_);
    Settlement settled;
    if (refund.text(direction_) == "OutOfAccount") {
      settled.debits = {{&refunds_, refund.id(), {refund.number(amount_)}, refund.day(date_)}};
      settled.credits = ledger_.unused_credits(data, billing);
    } else {
      settled.credits = {{&refunds_, refund.id(), refund.number(amount_), refund.day(date_)}};
      settled.debits = ledger_.open_debits(data, billing);
    }
    settled.pay_all();
    return settled;
  }

  const Resource& refunds_ = setup().resource;
  AccountLedger ledger_{setup()};
  FieldHandle billing_ = own("billing-uuid"), amount_ = own("amount"),
              direction_ = own("direction"), date_ = own("refund-date");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_refunds_rules(const RuleSetup& setup) {
  return std::make_unique<RefundRules>(setup);
}

}  // namespace vip::domains
