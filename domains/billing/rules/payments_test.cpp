// Payments, donations and refunds: what they pay, and what is left of them.
#include "domains/billing/rules/test_ledger.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Payment, PaysTheOldestInvoiceFirst) {
  BillingPractice practice;
  const Uuid first = practice.invoice_of(1000), second = practice.invoice_of(1000);
  const Uuid payment = practice.pay(1500);
  EXPECT_EQ(practice.of_invoice(first, "balance-outstanding"), 0);
  EXPECT_EQ(practice.of_invoice(second, "balance-outstanding"), 500);
  EXPECT_EQ(practice.of_payment(payment, "unallocated"), 0);
  EXPECT_EQ(practice.of_account("balance"), 500);
}

TEST(Payment, PaysWhatTheClientChose) {
  BillingPractice practice;
  const Uuid first = practice.invoice_of(1000), second = practice.invoice_of(1000);
  const Uuid payment =
      practice.pay(1500, {{"allocations", one_item("invoice-uuid", second, "7.5")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_invoice(first, "balance-outstanding"), 1000);
  EXPECT_EQ(practice.of_invoice(second, "balance-outstanding"), 250);
  EXPECT_EQ(practice.of_payment(payment, "unallocated"), 750);
  EXPECT_EQ(practice.of_account("credit-available"), 750);
}

TEST(Payment, PaysNoMoreThanTheInvoiceHas) {
  BillingPractice practice;
  const Uuid invoice = practice.invoice({practice.draft(1000), practice.draft(500, true)});
  const auto pay = [&](std::int64_t amount, std::string items) {
    practice.pay(amount, {{"allocations", std::move(items)}});
  };
  pay(5000, one_item("invoice-uuid", invoice, "15.01"));
  EXPECT_THAT(practice.refusals, ElementsAre("allocations/0/amount: allocation-exceeds-balance"));
  pay(5000, one_item("invoice-uuid", invoice, "5.01", ",\"insured\":true"));
  EXPECT_THAT(practice.refusals, ElementsAre("allocations/0/amount: allocation-exceeds-balance"));
  pay(1000, one_item("invoice-uuid", invoice, "10.01"));
  EXPECT_THAT(practice.refusals, ElementsAre("allocations: allocation-exceeds-amount"));
  const Uuid other = practice.open_account();
  const Uuid theirs = practice.invoice_on(other, {practice.draft_on(other, 100)});
  pay(1000, one_item("invoice-uuid", theirs, "1"));
  EXPECT_THAT(practice.refusals, ElementsAre("allocations/0/invoice-uuid: reference-mismatch"));
  pay(500, one_item("invoice-uuid", invoice, "5", ",\"insured\":true"));
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_invoice(invoice, "balance-insured"), 0);
}

TEST(Payment, PaysPartsOnly) {
  BillingPractice practice;
  const Uuid first = practice.invoice({practice.draft(1000), practice.draft(500, true)});
  const Uuid second = practice.invoice({practice.draft(1000), practice.draft(500, true)});
  practice.pay(900, {{"allocation-insured", std::int64_t{700}},
                     {"allocation-uninsured", std::int64_t{150}}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_invoice(first, "balance-insured"), 0);
  EXPECT_EQ(practice.of_invoice(second, "balance-insured"), 300);
  EXPECT_EQ(practice.of_invoice(first, "balance-uninsured"), 850);
  EXPECT_EQ(practice.of_account("credit-available"), 50);
  practice.pay(
      100, {{"allocation-insured", std::int64_t{60}}, {"allocation-uninsured", std::int64_t{60}}});
  EXPECT_THAT(practice.refusals, ElementsAre("allocation-insured: allocation-exceeds-amount"));
}

TEST(Payment, PaysNoMoreOfAPartThanInvoicesHave) {
  BillingPractice practice;
  practice.invoice({practice.draft(1000), practice.draft(500, true)});
  const auto pay = [&](std::int64_t insured, std::int64_t uninsured) {
    practice.pay(5000, {{"allocation-insured", insured}, {"allocation-uninsured", uninsured}});
  };
  pay(501, 1001);
  EXPECT_THAT(practice.refusals, ElementsAre("allocation-insured: allocation-exceeds-balance",
                                             "allocation-uninsured: allocation-exceeds-balance"));
  pay(500, 1000);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_account("credit-available"), 3500);
}

TEST(Payment, IsNotInTheFutureAndNotBeforeTheAccount) {
  BillingPractice practice;
  Record account = practice.all("account-management/accounts").at(0);
  practice.set(account, {{"registered-date", moment("2024-03-11T09:30:00Z")}});
  const auto pay = [&](const char* date) { practice.pay(100, {{"payment-date", day(date)}}); };
  pay("2026-06-16");
  EXPECT_THAT(practice.refusals, ElementsAre("payment-date: date-in-future"));
  pay("2024-03-10");
  EXPECT_THAT(practice.refusals, ElementsAre("payment-date: dates-reversed"));
  for (const char* date : {"2024-03-11", "2026-06-15"}) {
    pay(date);
    EXPECT_THAT(practice.refusals, IsEmpty()) << date;
  }
  practice.create("billing/refunds", {{"billing-uuid", practice.billing},
                                      {"amount", std::int64_t{1}},
                                      {"refund-date", day("2026-06-16")}});
  EXPECT_THAT(practice.refusals, ElementsAre("refund-date: date-in-future"));
  practice.create("billing/refunds", {{"billing-uuid", practice.billing},
                                      {"amount", std::int64_t{1}},
                                      {"refund-date", day("2024-03-10")}});
  EXPECT_THAT(practice.refusals, ElementsAre("refund-date: dates-reversed"));
}

TEST(Payment, SaysWhatItPaysInOneWay) {
  BillingPractice practice;
  const Uuid invoice = practice.invoice_of(1000);
  practice.pay(
      1000, {{"allocations", one_item("invoice-uuid", invoice, "1")}, {"advance", boolean(true)}});
  EXPECT_THAT(practice.refusals, ElementsAre("allocations: allocations-contradict"));
}

TEST(Payment, InAdvanceWaitsForTheNextInvoice) {
  BillingPractice practice;
  const Uuid open = practice.invoice_of(1000);
  const Uuid payment = practice.pay(600, {{"advance", boolean(true)}});
  EXPECT_EQ(practice.of_invoice(open, "balance-outstanding"), 1000);
  EXPECT_EQ(practice.of_payment(payment, "unallocated"), 600);
  const Uuid next = practice.invoice_of(1000);
  EXPECT_EQ(practice.of_invoice(next, "balance-outstanding"), 400);
}

TEST(Payment, IsDescribed) {
  BillingPractice practice;
  const Uuid payment = practice.pay(100, {{"operator", "h.price"}, {"note", "At reception"}});
  EXPECT_EQ(text_of(practice.stored("billing/payments", payment), "description"),
            "Card by h.price: At reception");
}

TEST(Donation, IsForCharitiesAndChangesNoBalance) {
  BillingPractice practice;
  practice.invoice_of(1000);
  const NamedValues gift{{"donation-type-uuid", entry("billing/donation-types", "general")}};
  practice.pay(500, gift);
  EXPECT_THAT(practice.refusals, ElementsAre("donation-type-uuid: charity-only"));
  practice.tenant.charity = true;
  const Uuid payment = practice.pay(500, gift);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_payment(payment, "unallocated"), 0);
  EXPECT_EQ(practice.of_account("balance"), 1000);
  NamedValues used = gift;
  used.emplace_back("allocation-insured", std::int64_t{10});
  practice.pay(500, used);
  EXPECT_THAT(practice.refusals, ElementsAre("allocation-insured: donation-not-allocated"));
}

TEST(Refund, OutOfTheAccountUsesCreditAndIsOwedForTheRest) {
  BillingPractice practice;
  const Uuid payment = practice.pay(1000);
  const Uuid covered = practice.refund(400), more = practice.refund(900);
  EXPECT_EQ(practice.of_payment(payment, "unallocated"), 0);
  EXPECT_EQ(practice.number("billing/refunds", covered, "balance-outstanding"), 0);
  EXPECT_EQ(practice.number("billing/refunds", more, "balance-outstanding"), 300);
  EXPECT_EQ(practice.of_account("balance"), 300);
  practice.pay(500);
  EXPECT_EQ(practice.number("billing/refunds", more, "balance-outstanding"), 0);
  EXPECT_EQ(practice.of_account("balance"), -200);
}

TEST(Refund, IsRefusedWhenTheBalanceCouldNotBeKept) {
  BillingPractice practice;
  Record account = practice.stored("billing/billing-accounts", practice.billing);
  constexpr std::int64_t kMost = 999'999'999'999'999'999;
  practice.set(account, {{"balance", kMost - 100}, {"balance-uninsured", kMost - 100}});
  practice.refund(101);
  EXPECT_THAT(practice.refusals, ElementsAre(testing::EndsWith("out-of-range")));
  EXPECT_THAT(practice.all("billing/refunds"), IsEmpty());
  practice.refund(100);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_account("balance"), kMost);
}

TEST(Refund, IntoTheAccountPaysLikeAnyMoney) {
  BillingPractice practice;
  const Uuid invoice = practice.invoice_of(1000);
  const Uuid refund = practice.refund(1200, "IntoAccount");
  EXPECT_EQ(practice.of_invoice(invoice, "balance-outstanding"), 0);
  EXPECT_EQ(practice.number("billing/refunds", refund, "unallocated"), 200);
  EXPECT_EQ(practice.number("billing/refunds", refund, "balance-change"), -1200);
  EXPECT_EQ(practice.of_account("balance"), -200);
}

}  // namespace
}  // namespace vip::domains
