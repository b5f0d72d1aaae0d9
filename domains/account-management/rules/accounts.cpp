// Accounts. An account stands for one client contact (VIP account guide; release 30). Creating a
// second one for the same contact once overwrote the first, which is why it is refused in these
// words.
#include <algorithm>

#include "domains/common/contact_type.h"

namespace vip::domains {
namespace {

class AccountRules final : public ResourceRules {
 public:
  explicit AccountRules(const RuleSetup& setup)
      : must_be_client_{setup, kClient, ErrorCode::contact_not_client},
        contact_{setup.field("contact-uuid")},
        account_type_{setup.field("account-type-uuid")},
        types_{setup.catalogue.resource("account-management/account-types")},
        type_order_{&types_.field("view-order")},
        type_hidden_{&types_.field("hidden")} {}

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates() || change.after().has(account_type_)) return;
    if (const auto type = default_type(context)) context.set(account_type_, *type);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    must_be_client_.check(change, context);
    if (context.exists_with(contact_, change.after().at(contact_)))
      context.refuse(contact_, ErrorCode::account_exists, "An account already exists for contact");
  }

 private:
  // The type that stands first in the library: lowest view-order, then oldest.
  std::optional<Uuid> default_type(RuleContext& context) const {
    constexpr std::size_t kLargestLibrary = 2000;
    auto types = context.all_of(types_, kLargestLibrary);
    std::erase_if(types, [&](const Record& type) { return type.flag(type_hidden_); });
    const auto first = std::ranges::min_element(
        types, {}, [&](const Record& type) { return type.number(type_order_); });
    if (first == types.end()) return std::nullopt;
    return first->id();
  }

  ContactMustBe must_be_client_;
  FieldHandle contact_, account_type_;
  const Resource& types_;
  FieldHandle type_order_, type_hidden_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_account_management_accounts_rules(const RuleSetup& setup) {
  return std::make_unique<AccountRules>(setup);
}

}  // namespace vip::domains
