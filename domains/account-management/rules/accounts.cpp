// Accounts. An account belongs to one client contact (VIP account guide; release 30). In an earlier
// release a second account of a contact overwrote the first, so it is refused, with the documented
// message.
#include <algorithm>
#include <array>

#include "domains/account-management/error_codes.h"
#include "domains/shared/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class AccountRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& account = change.after();
    if (!account.has(account_type_))
      if (const auto type = default_type(context)) context.set(account_type_, *type);
    if (const auto type = context.find(account_type_, account))
      for (const auto& [own, of_type] : defaults_)
        if (!context.is_explicit(own)) context.set(own, type->at(of_type));
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.sets_to_true(deactivated_) && owes(change.after(), context))
      context.refuse(deactivated_, errors::balance_not_zero);
    if (!change.creates()) return;
    if (context.exists_with(contact_, change.after().at(contact_)))
      context.refuse(contact_, errors::account_exists, "An account already exists for contact");
  }

 private:
  bool owes(const Record& account, RuleContext& context) const {
    const auto billing = context.find(billing_, account);
    return billing && billing->number(balance_) != 0;
  }

  // The default type: lowest view-order, then oldest.
  std::optional<Uuid> default_type(RuleContext& context) const {
    constexpr std::size_t kLargestLibrary = 2000;
    auto types = context.all_of(types_, kLargestLibrary);
    std::erase_if(types, [&](const Record& type) { return type.flag(type_hidden_); });
    const auto first = std::ranges::min_element(
        types, {}, [&](const Record& type) { return type.number(type_order_); });
    if (first == types.end()) return std::nullopt;
    return first->id();
  }

  FieldHandle contact_ = own("contact-uuid"), account_type_ = own("account-type-uuid"),
              billing_ = own("billing-uuid"), deactivated_ = own("deactivated");
  const Resource& types_ = resource("account-management/account-types");
  // The account's field, and the type's field with its default.
  std::array<std::pair<FieldHandle, FieldHandle>, 2> defaults_{
      {{own("payment-term-uuid"), of(types_, "default-payment-term-uuid")},
       {own("discount-category-uuid"), of(types_, "default-discount-category-uuid")}}};
  FieldHandle balance_ = of("billing/billing-accounts", "balance"),
              type_order_ = of(types_, "view-order"), type_hidden_ = of(types_, "hidden");
};

}  // namespace

std::unique_ptr<ResourceRules> make_account_management_accounts_rules(const RuleSetup& setup) {
  return std::make_unique<AccountRules>(setup);
}

}  // namespace vip::domains
