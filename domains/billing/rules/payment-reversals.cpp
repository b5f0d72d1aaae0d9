// Payment reversals. The payment gives back all that it had paid, and then counts no more: neither
// as credit nor in the balance.
#include "domains/billing/error_codes.h"
#include "domains/billing/rules/account_ledger.h"

namespace vip::domains {
namespace {

class PaymentReversalRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const auto payment = context.find(payment_, change.after());
    if (payment && payment->has(reversed_)) context.refuse(payment_, errors::payment_reversed);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& reversal = change.after();
    const Uuid payment = reversal.uuid(payment_);
    ledger_.release_from(payment, reversal.day(date_), context);
    context.patch(reversed_.resource(), payment,
                  {{reversed_, reversal.at(date_)}, {reversal_, reversal.id()}});
  }

 private:
  AccountLedger ledger_{setup()};
  FieldHandle payment_ = own("payment-uuid"), date_ = own("reversal-date");
  FieldHandle reversed_ = of("billing/payments", "reversed-date"),
              reversal_ = of("billing/payments", "payment-reversal-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_payment_reversals_rules(const RuleSetup& setup) {
  return std::make_unique<PaymentReversalRules>(setup);
}

}  // namespace vip::domains
