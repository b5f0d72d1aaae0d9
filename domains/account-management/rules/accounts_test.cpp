// Accounts: one for each client contact, with the practice's default type.
#include <gmock/gmock.h>

#include "domains/shared/fake_rule_context.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kAccounts = "account-management/accounts";
constexpr auto kTypes = "account-management/account-types";

Uuid contact(FakeRuleContext& world, const char* type) {
  return world.add("contact-management/contacts", {{"contact-type", type}}).id();
}

Value type_of(const Record& account) {
  return account.at(account.resource->field("account-type-uuid"));
}

TEST(Account, StandsForAClient) {
  for (const char* type : {"Practitioner", "User"}) {
    FakeRuleContext world;
    world.create(kAccounts, {{"contact-uuid", contact(world, type)}});
    EXPECT_THAT(world.refusals, ElementsAre("contact-uuid: contact-not-client")) << type;
  }
}

TEST(Account, IsTheOnlyOneOfItsContact) {
  FakeRuleContext world;
  const Uuid client = contact(world, "Client");
  Record account = world.create(kAccounts, {{"contact-uuid", client}});
  EXPECT_THAT(world.refusals, IsEmpty());
  world.create(kAccounts, {{"contact-uuid", client}});
  EXPECT_THAT(world.refusals, ElementsAre("contact-uuid: account-exists"));
  EXPECT_EQ(world.last_detail, "An account already exists for contact");
  world.patch(account, {{"no-statements", boolean(true)}});
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(AccountType, IsTheFirstOfTheLibraryUnlessNamed) {
  FakeRuleContext world;
  const auto open = [&](NamedValues values) {
    values.emplace_back("contact-uuid", contact(world, "Client"));
    return type_of(world.create(kAccounts, values));
  };
  EXPECT_EQ(open({}), Value{entry(kTypes, "standard")});
  EXPECT_EQ(open({{"account-type-uuid", entry(kTypes, "farm")}}), Value{entry(kTypes, "farm")});

  // A type that says nothing goes to the end; a lower view-order makes it the default; hidden ones
  // do not count.
  Record& own = world.add(kTypes, {{"name", "Village"}});
  EXPECT_EQ(open({}), Value{entry(kTypes, "standard")});
  world.patch(own, {{"view-order", std::int64_t{5}}});
  EXPECT_EQ(open({}), Value{own.id()});
  world.patch(own, {{"hidden", boolean(true)}});
  EXPECT_EQ(open({}), Value{entry(kTypes, "standard")});
}

TEST(Account, HasABillingAccountFromTheStart) {
  FakeRuleContext world;
  const Uuid client = contact(world, "Client");
  const Record account = world.create(kAccounts, {{"contact-uuid", client}});
  const Value billing = account.at(account.resource->field("billing-uuid"));
  ASSERT_EQ(world.effects.size(), 1U);
  EXPECT_EQ(world.effects[0].first, "billing-accounts");
  EXPECT_THAT(world.effects[0].second,
              ElementsAre(testing::Pair("billing-uuid", billing),
                          testing::Pair("account-uuid", Value{account.id()}),
                          testing::Pair("contact-uuid", Value{client})));
}

TEST(PaymentTerm, IsThatOfTheTypeUnlessNamed) {
  FakeRuleContext world;
  const auto term_of = [&](NamedValues values) {
    values.emplace_back("contact-uuid", contact(world, "Client"));
    const Record account = world.create(kAccounts, values);
    return account.at(account.resource->field("payment-term-uuid"));
  };
  const auto term = [](const char* code) { return Value{entry("billing/payment-terms", code)}; };
  EXPECT_EQ(term_of({}), term("on-treatment"));
  EXPECT_EQ(term_of({{"account-type-uuid", entry(kTypes, "farm")}}), term("30-days-end-of-month"));
  EXPECT_EQ(term_of({{"account-type-uuid", entry(kTypes, "farm")},
                     {"payment-term-uuid", term("7-days")}}),
            term("7-days"));
  EXPECT_EQ(term_of({{"payment-term-uuid", null_value()}}), null_value());
}

TEST(Account, IsNotClosedWhileItHasABalance) {
  for (const std::int64_t balance : {-1, 0, 1}) {
    FakeRuleContext world;
    const Uuid billing = world.add("billing/billing-accounts", {{"balance", balance}}).id();
    Record& account = world.add(kAccounts, {{"billing-uuid", billing}});
    world.patch(account, {{"deactivated", boolean(true)}});
    EXPECT_EQ(world.refusals.empty(), balance == 0) << balance;
  }
}

}  // namespace
}  // namespace vip::domains
