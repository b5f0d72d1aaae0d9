// Payment reversals: what the payment had paid is owed again, and both entries stay.
#include "domains/billing/rules/test_ledger.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kReversals = "billing/payment-reversals";
constexpr auto kPayments = "billing/payments";

TEST(PaymentReversal, OpensWhatThePaymentHadPaid) {
  BillingPractice practice;
  const Uuid first = practice.invoice({practice.draft(1000), practice.draft(500, true)});
  const Uuid other = practice.pay(300);
  const Uuid payment = practice.pay(2000);
  const Uuid second = practice.invoice_of(600);
  EXPECT_EQ(practice.of_account("balance"), -200);
  const Uuid reversal = practice.reverse(payment, {{"note", "Refer to drawer"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_invoice(first, "balance-outstanding"), 1200);
  EXPECT_EQ(practice.of_invoice(first, "balance-insured"), 500);
  EXPECT_EQ(practice.of_invoice(second, "balance-outstanding"), 600);
  EXPECT_EQ(practice.of_payment(other, "unallocated"), 0) << "it still pays the first invoice";
  EXPECT_EQ(practice.of_account("balance"), 1800);
  EXPECT_EQ(practice.of_account("credit-available"), 0);
  // Both entries stay, each naming the other.
  EXPECT_EQ(practice.of_payment(payment, "amount"), 2000);
  EXPECT_EQ(practice.of_payment(payment, "unallocated"), 0);
  EXPECT_EQ(value_of(practice.stored(kPayments, payment), "payment-reversal-uuid"),
            Value{reversal});
  EXPECT_EQ(value_of(practice.stored(kPayments, payment), "reversed-date"), day("2026-06-15"));
  EXPECT_EQ(practice.number(kReversals, reversal, "amount"), 2000);
  EXPECT_EQ(text_of(practice.stored(kReversals, reversal), "reason"), "ChequeReturned");
}

TEST(PaymentReversal, TakesBackCreditAndWhatCoveredRefunds) {
  BillingPractice practice;
  const Uuid payment = practice.pay(1000);
  const Uuid refund = practice.refund(400);
  practice.reverse(payment);
  EXPECT_EQ(practice.of_account("credit-available"), 0);
  EXPECT_EQ(practice.number("billing/refunds", refund, "balance-outstanding"), 400);
  EXPECT_EQ(practice.of_account("balance"), 400);
}

TEST(PaymentReversal, OfADonationChangesNoBalance) {
  BillingPractice practice;
  practice.tenant.charity = true;
  const Uuid gift =
      practice.pay(500, {{"donation-type-uuid", entry("billing/donation-types", "general")}});
  practice.reverse(gift);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_account("balance"), 0);
}

TEST(PaymentReversal, IsOfAPaymentOnce) {
  BillingPractice practice;
  const Uuid payment = practice.pay(1000);
  practice.reverse(payment);
  practice.reverse(payment);
  EXPECT_THAT(practice.refusals, ElementsAre("payment-uuid: payment-reversed"));
  EXPECT_THAT(practice.all(kReversals), testing::SizeIs(1));
}

TEST(PaymentReversal, IsAfterThePaymentAndNotInTheFuture) {
  BillingPractice practice;
  Record account = practice.all("account-management/accounts").at(0);
  practice.set(account, {{"registered-date", moment("2024-03-11T09:30:00Z")}});
  const Uuid payment = practice.pay(1000, {{"payment-date", day("2026-06-10")}});
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"2026-06-09", "reversal-date: dates-reversed"},
      {"2026-06-16", "reversal-date: date-in-future"}};
  for (const auto& [date, refusal] : rows) {
    practice.reverse(payment, {{"reversal-date", day(date)}});
    EXPECT_THAT(practice.refusals, ElementsAre(refusal));
  }
  practice.reverse(payment, {{"reversal-date", day("2026-06-10")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

// From when to when the money counted: the dates of the allocation.
TEST(PaymentReversal, DatesTheAllocationsThatItReleases) {
  BillingPractice practice;
  practice.invoice_of(1000);
  practice.time.milliseconds += 86'400'000;
  const Uuid payment = practice.pay(400);
  practice.time.milliseconds += 86'400'000;
  practice.reverse(payment);
  const auto allocations = practice.all("billing/allocations");
  ASSERT_EQ(allocations.size(), 1U);
  EXPECT_EQ(value_of(allocations[0], "allocation-date"), day("2026-06-16"));
  EXPECT_EQ(value_of(allocations[0], "released-date"), day("2026-06-17"));
}

}  // namespace
}  // namespace vip::domains
