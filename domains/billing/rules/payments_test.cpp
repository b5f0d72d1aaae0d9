// Payments, donations and refunds: what they pay, and what is left of them.
#include "domains/billing/rules/test_billing_world.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Payment, PaysTheOldestInvoiceFirst) {
  BillingWorld book;
  const Uuid first = book.invoice_of(1000), second = book.invoice_of(1000);
  const Uuid payment = book.pay(1500);
  EXPECT_EQ(book.of_invoice(first, "balance-outstanding"), 0);
  EXPECT_EQ(book.of_invoice(second, "balance-outstanding"), 500);
  EXPECT_EQ(book.of_payment(payment, "unallocated"), 0);
  EXPECT_EQ(book.of_account("balance"), 500);
}

TEST(Payment, PaysWhatTheClientChose) {
  BillingWorld book;
  const Uuid first = book.invoice_of(1000), second = book.invoice_of(1000);
  const Uuid payment = book.pay(1500, {{"allocations", one_item("invoice-uuid", second, "7.5")}});
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(book.of_invoice(first, "balance-outstanding"), 1000);
  EXPECT_EQ(book.of_invoice(second, "balance-outstanding"), 250);
  EXPECT_EQ(book.of_payment(payment, "unallocated"), 750);
  EXPECT_EQ(book.of_account("credit-available"), 750);
}

TEST(Payment, PaysNoMoreThanTheInvoiceHas) {
  BillingWorld book;
  const Uuid invoice = book.invoice({book.draft(1000), book.draft(500, true)});
  const auto pay = [&](std::int64_t amount, std::string items) {
    book.pay(amount, {{"allocations", std::move(items)}});
  };
  pay(5000, one_item("invoice-uuid", invoice, "15.01"));
  EXPECT_THAT(book.world.refusals, ElementsAre("allocations/0/amount: allocation-exceeds-balance"));
  pay(5000, one_item("invoice-uuid", invoice, "5.01", ",\"insured\":true"));
  EXPECT_THAT(book.world.refusals, ElementsAre("allocations/0/amount: allocation-exceeds-balance"));
  pay(1000, one_item("invoice-uuid", invoice, "10.01"));
  EXPECT_THAT(book.world.refusals, ElementsAre("allocations: allocation-exceeds-amount"));
  const Uuid other = book.open_account();
  const Uuid theirs = book.invoice_on(other, {book.draft_on(other, 100)});
  pay(1000, one_item("invoice-uuid", theirs, "1"));
  EXPECT_THAT(book.world.refusals, ElementsAre("allocations/0/invoice-uuid: reference-mismatch"));
  pay(500, one_item("invoice-uuid", invoice, "5", ",\"insured\":true"));
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(book.of_invoice(invoice, "balance-insured"), 0);
}

TEST(Payment, PaysPartsOnly) {
  BillingWorld book;
  const Uuid first = book.invoice({book.draft(1000), book.draft(500, true)});
  const Uuid second = book.invoice({book.draft(1000), book.draft(500, true)});
  book.pay(900, {{"allocation-insured", std::int64_t{700}},
                 {"allocation-uninsured", std::int64_t{150}}});
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(book.of_invoice(first, "balance-insured"), 0);
  EXPECT_EQ(book.of_invoice(second, "balance-insured"), 300);
  EXPECT_EQ(book.of_invoice(first, "balance-uninsured"), 850);
  EXPECT_EQ(book.of_account("credit-available"), 50);
  book.pay(100,
           {{"allocation-insured", std::int64_t{60}}, {"allocation-uninsured", std::int64_t{60}}});
  EXPECT_THAT(book.world.refusals, ElementsAre("allocation-insured: allocation-exceeds-amount"));
}

TEST(Payment, SaysWhatItPaysInOneWay) {
  BillingWorld book;
  const Uuid invoice = book.invoice_of(1000);
  book.pay(1000,
           {{"allocations", one_item("invoice-uuid", invoice, "1")}, {"advance", boolean(true)}});
  EXPECT_THAT(book.world.refusals, ElementsAre("allocations: allocations-contradict"));
}

TEST(Payment, InAdvanceWaitsForTheNextInvoice) {
  BillingWorld book;
  const Uuid open = book.invoice_of(1000);
  const Uuid payment = book.pay(600, {{"advance", boolean(true)}});
  EXPECT_EQ(book.of_invoice(open, "balance-outstanding"), 1000);
  EXPECT_EQ(book.of_payment(payment, "unallocated"), 600);
  const Uuid next = book.invoice_of(1000);
  EXPECT_EQ(book.of_invoice(next, "balance-outstanding"), 400);
}

TEST(Payment, IsDescribed) {
  BillingWorld book;
  const Uuid payment = book.pay(100, {{"operator", "h.price"}, {"note", "At reception"}});
  EXPECT_EQ(text_of(book.world.stored("billing/payments", payment), "description"),
            "Card by h.price: At reception");
}

TEST(Donation, IsForCharitiesAndChangesNoBalance) {
  BillingWorld book;
  book.invoice_of(1000);
  const NamedValues gift{{"donation-type-uuid", entry("billing/donation-types", "general")}};
  book.pay(500, gift);
  EXPECT_THAT(book.world.refusals, ElementsAre("donation-type-uuid: charity-only"));
  book.world.practice.charity = true;
  const Uuid payment = book.pay(500, gift);
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(book.of_payment(payment, "unallocated"), 0);
  EXPECT_EQ(book.of_account("balance"), 1000);
  NamedValues used = gift;
  used.emplace_back("allocation-insured", std::int64_t{10});
  book.pay(500, used);
  EXPECT_THAT(book.world.refusals, ElementsAre("allocation-insured: donation-not-allocated"));
}

TEST(Refund, OutOfTheAccountUsesCreditAndIsOwedForTheRest) {
  BillingWorld book;
  const Uuid payment = book.pay(1000);
  const Uuid covered = book.refund(400), more = book.refund(900);
  EXPECT_EQ(book.of_payment(payment, "unallocated"), 0);
  EXPECT_EQ(book.number("billing/refunds", covered, "balance-outstanding"), 0);
  EXPECT_EQ(book.number("billing/refunds", more, "balance-outstanding"), 300);
  EXPECT_EQ(book.of_account("balance"), 300);
  book.pay(500);
  EXPECT_EQ(book.number("billing/refunds", more, "balance-outstanding"), 0);
  EXPECT_EQ(book.of_account("balance"), -200);
}

TEST(Refund, IntoTheAccountPaysLikeAnyMoney) {
  BillingWorld book;
  const Uuid invoice = book.invoice_of(1000);
  const Uuid refund = book.refund(1200, "IntoAccount");
  EXPECT_EQ(book.of_invoice(invoice, "balance-outstanding"), 0);
  EXPECT_EQ(book.number("billing/refunds", refund, "unallocated"), 200);
  EXPECT_EQ(book.number("billing/refunds", refund, "balance-change"), -1200);
  EXPECT_EQ(book.of_account("balance"), -200);
}

}  // namespace
}  // namespace vip::domains
