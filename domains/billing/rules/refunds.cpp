// Refunds. Money that leaves the account uses up its credit and is owed for the rest; money that
// comes back is credit like any other.
#include "domains/billing/rules/account_book.h"
#include "domains/billing/rules/statement_text.h"
#include "domains/common/handles.h"

namespace vip::domains {
namespace {

class RefundRules final : public ResourceRules {
 public:
  explicit RefundRules(const RuleSetup& setup)
      : refunds_{setup.resource},
        book_{setup.catalogue},
        text_{setup},
        billing_{setup.field("billing-uuid")},
        amount_{setup.field("amount")},
        direction_{setup.field("direction")},
        change_{setup.field("balance-change")},
        location_{setup.field("location-uuid")},
        description_{setup.field("description")},
        outstanding_{setup.field("balance-outstanding")},
        unallocated_{setup.field("unallocated")},
        account_{setup.field_of("billing/billing-accounts", "account-uuid")},
        registered_{
            field_if_served(setup, "account-management/accounts", "registered-location-uuid")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& refund = change.after();
    const Settlement settled = settle(refund, context);
    context.set(change_, goes_out(refund) ? refund.number(amount_) : -refund.number(amount_));
    context.set(description_, text_.of(refund, context));
    if (goes_out(refund))
      context.set(outstanding_, settled.debits.front().open());
    else
      context.set(unallocated_, settled.credits.front().left);
    if (!refund.has(location_)) context.set(location_, registered_location(refund, context));
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

  Value registered_location(const Record& refund, World& world) const {
    const auto billing = world.find(billing_, refund);
    const auto account =
        billing && registered_.field != nullptr ? world.find(account_, *billing) : std::nullopt;
    return account ? account->at(registered_) : null_value();
  }

  const Resource& refunds_;
  AccountBook book_;
  StatementText text_;
  FieldHandle billing_, amount_, direction_, change_, location_, description_, outstanding_;
  FieldHandle unallocated_, account_, registered_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_refunds_rules(const RuleSetup& setup) {
  return std::make_unique<RefundRules>(setup);
}

}  // namespace vip::domains
