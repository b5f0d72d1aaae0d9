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
    fail_instalment(reversal, context);
  }

 private:
  // The instalment of a health plan that it paid was not collected after all.
  void fail_instalment(const Record& reversal, RuleContext& context) const {
    const auto payment = context.find(payment_, reversal);
    const auto instalment = context.find(instalment_, *payment);
    if (!instalment || instalment->text(instalment_status_) != "Paid") return;
    context.patch(
        *instalment->resource, instalment->id(),
        {{instalment_status_, std::string{"Failed"}},
         {instalment_failed_, reversal.at(date_)},
         {instalment_reason_, "The payment was returned: " + std::string{reversal.text(reason_)}}});
  }

  AccountLedger ledger_{setup()};
  FieldHandle payment_ = own("payment-uuid"), date_ = own("reversal-date"), reason_ = own("reason");
  FieldHandle reversed_ = of("billing/payments", "reversed-date"),
              reversal_ = of("billing/payments", "payment-reversal-uuid"),
              instalment_ = of("billing/payments", "subscription-instalment-uuid");
  FieldHandle instalment_status_ = of("billing/subscription-instalments", "status"),
              instalment_failed_ = of("billing/subscription-instalments", "failed-date"),
              instalment_reason_ = of("billing/subscription-instalments", "reason");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_payment_reversals_rules(const RuleSetup& setup) {
  return std::make_unique<PaymentReversalRules>(setup);
}

}  // namespace vip::domains
