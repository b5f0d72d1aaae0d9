// Billing accounts: opened with the account, in the practice's currency.
#include "rules/rules.h"

namespace vip::domains {
namespace {

class BillingAccountRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.creates()) context.set(currency_, context.tenant().currency);
  }

 private:
  FieldHandle currency_ = own("currency");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_billing_accounts_rules(const RuleSetup& setup) {
  return std::make_unique<BillingAccountRules>(setup);
}

}  // namespace vip::domains
