// Accounts: one for each client contact, with the practice's default type.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kAccounts = "account-management/accounts";
constexpr auto kTypes = "account-management/account-types";

Uuid contact(Practice& practice, const char* type) {
  return practice.add("contact-management/contacts", {{"contact-type", type}}).id();
}

Value type_of(const Record& account) {
  return account.at(account.resource->field("account-type-uuid"));
}

TEST(Account, StandsForAClient) {
  for (const char* type : {"Practitioner", "User"}) {
    Practice practice;
    practice.create(kAccounts, {{"contact-uuid", contact(practice, type)}});
    EXPECT_THAT(practice.refusals, ElementsAre("contact-uuid: contact-not-client")) << type;
  }
}

TEST(Account, IsTheOnlyOneOfItsContact) {
  Practice practice;
  const Uuid client = contact(practice, "Client");
  Record account = practice.create(kAccounts, {{"contact-uuid", client}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.create(kAccounts, {{"contact-uuid", client}});
  EXPECT_THAT(practice.refusals, ElementsAre("contact-uuid: account-exists"));
  EXPECT_EQ(practice.last_detail, "An account already exists for contact");
  practice.patch(account, {{"no-statements", boolean(true)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(AccountType, IsTheFirstOfTheLibraryUnlessNamed) {
  Practice practice;
  const auto open = [&](NamedValues values) {
    values.emplace_back("contact-uuid", contact(practice, "Client"));
    return type_of(practice.create(kAccounts, values));
  };
  EXPECT_EQ(open({}), Value{entry(kTypes, "standard")});
  EXPECT_EQ(open({{"account-type-uuid", entry(kTypes, "farm")}}), Value{entry(kTypes, "farm")});

  // A type that says nothing goes to the end; a lower view-order makes it the default; hidden ones
  // do not count.
  Record own = practice.add(kTypes, {{"name", "Village"}});
  EXPECT_EQ(open({}), Value{entry(kTypes, "standard")});
  practice.patch(own, {{"view-order", std::int64_t{5}}});
  EXPECT_EQ(open({}), Value{own.id()});
  practice.patch(own, {{"hidden", boolean(true)}});
  EXPECT_EQ(open({}), Value{entry(kTypes, "standard")});
}

TEST(Account, HasABillingAccountFromTheStart) {
  Practice practice;
  const Uuid client = contact(practice, "Client");
  const Record account = practice.create(kAccounts, {{"contact-uuid", client}});
  const Value billing = account.at(account.resource->field("billing-uuid"));
  EXPECT_THAT(practice.written(),
              ElementsAre("create account-management/accounts", "create billing/billing-accounts"));
  const Record made = practice.made("billing/billing-accounts");
  EXPECT_EQ(Value{made.id()}, billing);
  EXPECT_EQ(value_of(made, "account-uuid"), Value{account.id()});
  EXPECT_EQ(value_of(made, "contact-uuid"), Value{client});
}

TEST(PaymentTerm, IsThatOfTheTypeUnlessNamed) {
  Practice practice;
  const auto term_of = [&](NamedValues values) {
    values.emplace_back("contact-uuid", contact(practice, "Client"));
    const Record account = practice.create(kAccounts, values);
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
    Practice practice;
    const Uuid billing = practice.add("billing/billing-accounts", {{"balance", balance}}).id();
    Record account = practice.add(kAccounts, {{"billing-uuid", billing}});
    practice.patch(account, {{"deactivated", boolean(true)}});
    EXPECT_EQ(practice.refusals.empty(), balance == 0) << balance;
  }
}

}  // namespace
}  // namespace vip::domains
