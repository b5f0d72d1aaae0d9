// Instalments of health plans: what becomes of one, and what it does to the account and the plan.
#include "domains/billing/rules/test_plan.h"

namespace vip::domains {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class Instalment : public testing::Test {
 protected:
  std::int64_t of(const Uuid& instalment, const char* field) {
    return practice.number(kInstalments, instalment, field);
  }
  Uuid named(const Uuid& instalment, const char* field) {
    return std::get<Uuid>(value_of(practice.stored(kInstalments, instalment), field));
  }
  std::string status(const Uuid& instalment) {
    return text_of(practice.stored(kInstalments, instalment), "status");
  }
  Uuid pay(std::int64_t amount, const NamedValues& more = {}) { return practice.pay(amount, more); }

  PlanPractice practice;
  Uuid subscription = practice.subscribe("2026-05-15");
  Uuid first = practice.open_instalment(subscription);
};

TEST_F(Instalment, CarriesTheTaxOfThePlan) {
  EXPECT_EQ(of(first, "amount"), 1850);
  EXPECT_EQ(of(first, "net"), 1542);
  EXPECT_EQ(of(first, "tax"), 308);
  EXPECT_EQ(of(first, "tax-rate"), 2000);
}

TEST_F(Instalment, IsPaidWithAPaymentAndAnInvoiceOfItsOwn) {
  practice.record(first, "Paid", {{"paid-date", day("2026-06-10")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  const Uuid payment = named(first, "payment-uuid"), invoice = named(first, "invoice-uuid");
  EXPECT_EQ(practice.of_payment(payment, "amount"), 1850);
  EXPECT_EQ(practice.of_payment(payment, "unallocated"), 0);
  EXPECT_EQ(practice.of_invoice(invoice, "total-gross"), 1850);
  EXPECT_EQ(practice.of_invoice(invoice, "total-tax"), 308);
  EXPECT_EQ(practice.of_invoice(invoice, "balance-outstanding"), 0);
  EXPECT_EQ(value_of(practice.stored("billing/invoices", invoice), "invoice-date"),
            day("2026-06-10"));
  EXPECT_EQ(text_of(practice.stored("billing/contents", practice.lines_of(invoice).front()),
                    "description"),
            "Dog Plan for Rex, instalment 1");
  EXPECT_EQ(practice.of_account("balance"), 0);
  EXPECT_EQ(practice.of_plan(subscription, "amount-paid"), 1850);
}

// A consultation of 52 and credit of 30 stay what they are.
TEST_F(Instalment, IsSeparateFromTheAccount) {
  pay(3000, {{"advance", boolean(true)}});
  practice.record(first, "Paid");
  EXPECT_EQ(practice.of_account("credit-available"), 3000);
  practice.refund(3000);
  const Uuid consultation = practice.invoice_of(5200);
  practice.collect(subscription);
  pay(1850, {{"subscription-uuid", subscription}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_invoice(consultation, "balance-outstanding"), 5200);
  EXPECT_EQ(practice.of_account("balance"), 5200);
  EXPECT_EQ(practice.of_account("credit-available"), 0);
  EXPECT_EQ(practice.of_plan(subscription, "amount-paid"), 3 * 1850);
}

TEST_F(Instalment, IsPaidByAPaymentThatNamesItOrItsPlan) {
  const Uuid second = practice.instalments(subscription)[1].id();
  const Uuid payment = pay(1850, {{"subscription-instalment-uuid", second}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(named(second, "payment-uuid"), payment);
  EXPECT_EQ(practice.of_payment(payment, "unallocated"), 0);
  EXPECT_EQ(value_of(practice.stored("billing/payments", payment), "subscription-uuid"),
            Value{subscription});
  const Uuid oldest = pay(1850, {{"subscription-uuid", subscription}});
  EXPECT_EQ(named(first, "payment-uuid"), oldest);
}

TEST_F(Instalment, IsPaidOnceInFullOnItsOwnAccount) {
  practice.record(first, "Paid");
  const Uuid second = practice.open_instalment(subscription);
  struct Case {
    std::int64_t amount;
    NamedValues values;
    const char* refusal;
  };
  const Case cases[] = {
      {1850,
       {{"subscription-instalment-uuid", first}},
       "subscription-instalment-uuid: instalment-not-open"},
      {1849, {{"subscription-instalment-uuid", second}}, "amount: instalment-paid-in-full"},
      {3700, {{"subscription-uuid", subscription}}, "amount: instalment-paid-in-full"},
      {1850,
       {{"subscription-uuid", subscription}, {"advance", boolean(true)}},
       "allocations: allocations-contradict"},
  };
  for (const Case& one : cases) {
    pay(one.amount, one.values);
    EXPECT_THAT(practice.refusals, ElementsAre(one.refusal));
  }
  practice.billing = practice.open_account();
  pay(1850, {{"subscription-instalment-uuid", second}});
  EXPECT_THAT(practice.refusals, Contains("subscription-instalment-uuid: reference-mismatch"));
  pay(1850, {{"subscription-uuid", subscription}});
  EXPECT_THAT(practice.refusals, Contains("subscription-uuid: reference-mismatch"));
}

TEST_F(Instalment, SuspendsThePlanAfterFailuresInARowAndResumesItWhenAllAreMadeGood) {
  const Uuid failed = practice.fail(subscription);
  EXPECT_EQ(practice.status_of(subscription), "Active");
  const Uuid another = practice.fail(subscription);
  EXPECT_EQ(practice.status_of(subscription), "Suspended");
  EXPECT_EQ(text_of(practice.stored(kPlans, subscription), "suspended-by"), "FailedCollections");
  EXPECT_EQ(practice.of_plan(subscription, "failed-collections"), 2);
  EXPECT_EQ(practice.of_plan(subscription, "amount-failed"), 3700);
  practice.record(failed, "Paid");
  EXPECT_EQ(practice.status_of(subscription), "Suspended");
  practice.record(another, "WrittenOff", {{"reason", "Goodwill"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.status_of(subscription), "Active");
  EXPECT_EQ(practice.of_plan(subscription, "instalments-written-off"), 1850);
}

TEST_F(Instalment, CountsFailuresInARowOnly) {
  practice.fail(subscription);
  practice.collect(subscription);
  practice.fail(subscription);
  EXPECT_EQ(practice.status_of(subscription), "Active");
  EXPECT_EQ(practice.of_plan(subscription, "failed-collections"), 1);
}

// A bank tells of a failure days after the collection was recorded.
TEST_F(Instalment, CountsReturnedPaymentsAsFailuresInARow) {
  for (int month = 0; month < 2; ++month) {
    EXPECT_EQ(practice.status_of(subscription), "Active");
    practice.record(practice.collect(subscription), "Failed", {{"reason", "Returned"}});
  }
  EXPECT_EQ(practice.of_plan(subscription, "failed-collections"), 2);
  EXPECT_EQ(practice.status_of(subscription), "Suspended");
}

TEST_F(Instalment, CountsFurtherAttemptsByTheirDays) {
  practice.fail(subscription);
  const auto again = [&](const char* on) {
    practice.patch(practice.stored(kInstalments, first), {{"failed-date", day(on)}});
  };
  again("2026-06-15");  // as it is: nothing
  EXPECT_EQ(of(first, "failures"), 1);
  again("2026-06-14");
  EXPECT_THAT(practice.refusals, ElementsAre("failed-date: dates-reversed"));
  practice.time.milliseconds += 86'400'000;
  again("2026-06-16");
  EXPECT_EQ(of(first, "failures"), 2);
  EXPECT_EQ(practice.status_of(subscription), "Suspended");
}

TEST_F(Instalment, DoesNotResumeAPlanThatWasSuspendedByRequest) {
  practice.patch(practice.stored(kPlans, subscription), {{"status", "Suspended"}});
  practice.fail(subscription);
  practice.record(first, "Paid");
  EXPECT_EQ(practice.status_of(subscription), "Suspended");
}

TEST_F(Instalment, TellsWhy) {
  practice.record(first, "Failed");
  EXPECT_THAT(practice.refusals, ElementsAre("reason: required-here"));
  practice.record(first, "WrittenOff");
  EXPECT_THAT(practice.refusals, ElementsAre("reason: required-here"));
  practice.record(first, "Paid", {{"paid-date", day("2026-06-16")}});
  EXPECT_THAT(practice.refusals, ElementsAre("paid-date: date-in-future"));
}

TEST_F(Instalment, StaysAsItWasPaid) {
  practice.record(first, "Paid");
  practice.patch(practice.stored(kInstalments, first), {{"paid-date", day("2026-06-01")}});
  EXPECT_THAT(practice.refusals, ElementsAre("paid-date: not-applicable"));
  practice.record(first, "WrittenOff", {{"reason", "Goodwill"}});
  EXPECT_THAT(practice.refusals, ElementsAre("status: transition-not-allowed"));
  practice.record(first, "Failed", {{"reason", "Returned"}, {"failed-date", day("2026-06-14")}});
  EXPECT_THAT(practice.refusals, ElementsAre("failed-date: dates-reversed"));
}

// A direct debit that the bank recalls: reported for the instalment, or as a reversal of its
// payment.
TEST_F(Instalment, FailsAfterAllWhenItsPaymentIsReturned) {
  for (const bool by_reversal : {false, true}) {
    const Uuid instalment = practice.collect(subscription);
    const Uuid payment = named(instalment, "payment-uuid");
    const Uuid invoice = named(instalment, "invoice-uuid");
    if (by_reversal)
      practice.reverse(payment);
    else
      practice.record(instalment, "Failed", {{"reason", "Refund under the guarantee"}});
    EXPECT_THAT(practice.refusals, IsEmpty());
    EXPECT_EQ(status(instalment), "Failed");
    EXPECT_EQ(value_of(practice.stored("billing/payments", payment), "reversed-date"),
              day("2026-06-15"));
    EXPECT_EQ(practice.of_invoice(invoice, "balance-outstanding"), 0);
    EXPECT_EQ(practice.of_account("balance"), 0);
    EXPECT_EQ(practice.of_account("credit-available"), 0);
    EXPECT_EQ(practice.of_plan(subscription, "amount-paid"), 0);
    EXPECT_EQ(practice.of_plan(subscription, "failed-collections"), by_reversal ? 2 : 1);
  }
  EXPECT_EQ(practice.all("billing/payment-reversals").size(), 2U);
  EXPECT_EQ(practice.status_of(subscription), "Suspended");
  practice.record(first, "Paid");
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_plan(subscription, "amount-paid"), 1850);
  EXPECT_EQ(practice.of_account("balance"), 0);
}

TEST_F(Instalment, BringsOtherPlansUpToDate) {
  practice.patient = practice.dog_of(practice.account);
  const Uuid other = practice.subscribe("2026-05-15");
  practice.time = parse_instant("2027-04-20T10:00:00Z").value();
  practice.record(first, "Paid");
  EXPECT_EQ(practice.schedule(other).size(), 24U);
}

TEST_F(Instalment, IsChargedNoTaxToACharity) {
  Record account = practice.stored("account-management/accounts", practice.account);
  practice.set(account, {{"charity-no-tax", boolean(true)}});
  practice.record(first, "Paid");
  EXPECT_EQ(of(first, "tax"), 0);
  EXPECT_EQ(practice.of_invoice(named(first, "invoice-uuid"), "total-net"), 1850);
}

}  // namespace
}  // namespace vip::domains
