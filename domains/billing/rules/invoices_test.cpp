// Invoices: issued once, frozen, deleted only while nobody has built on them.
#include "domains/billing/rules/test_ledger.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr auto kDrafts = "billing/draft-invoices";
constexpr auto kInvoices = "billing/invoices";

TEST(Invoice, AddsUpItsLines) {
  BillingPractice practice;
  const Uuid invoice = practice.invoice({practice.draft(6000), practice.draft(2400, true)});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_invoice(invoice, "total-net"), 7000);
  EXPECT_EQ(practice.of_invoice(invoice, "total-tax"), 1400);
  EXPECT_EQ(practice.of_invoice(invoice, "total-gross"), 8400);
  EXPECT_EQ(practice.of_invoice(invoice, "insured-net"), 2000);
  EXPECT_EQ(practice.of_invoice(invoice, "insured-tax"), 400);
  EXPECT_EQ(practice.of_invoice(invoice, "insured-gross"), 2400);
  EXPECT_EQ(practice.of_invoice(invoice, "balance-outstanding"), 8400);
  EXPECT_EQ(practice.of_account("balance"), 8400);
  EXPECT_EQ(practice.of_account("balance-insured"), 2400);
  EXPECT_EQ(practice.of_account("balance-uninsured"), 6000);
}

TEST(Invoice, IsDueByTheTermsOfTheAccount) {
  const std::vector<std::tuple<const char*, const char*, const char*>> rows = {
      {"on-treatment", "2026-06-15", "At time of treatment"},
      {"30-days", "2026-07-15", "30 days"},
      {"end-of-month", "2026-06-30", "End of month"},
      {"14-days-end-of-month", "2026-06-30", "14 days then end of month"},
      {"30-days-end-of-month", "2026-07-31", "30 days then end of month"}};
  for (const auto& [term, due, name] : rows) {
    BillingPractice practice;
    const Uuid account = practice.open_account(term);
    const Uuid id = practice.invoice_on(account, {practice.draft_on(account, 100)});
    const Record& invoice = practice.stored(kInvoices, id);
    EXPECT_EQ(invoice.at(invoice.resource->field("invoice-date")), day("2026-06-15"));
    EXPECT_EQ(invoice.at(invoice.resource->field("invoice-due-date")), day(due)) << term;
    EXPECT_EQ(text_of(invoice, "payment-term-name"), name);
  }
}

TEST(Invoice, TakesEachBillableOnceAndOfItsAccountOnly) {
  BillingPractice practice;
  const Uuid billable = practice.draft(100);
  practice.invoice({billable});
  practice.invoice({billable});
  EXPECT_THAT(practice.refusals, ElementsAre("billable-uuids/0: billable-invoiced"));
  const Uuid other = practice.open_account();
  practice.invoice({practice.draft(100), practice.draft_on(other, 100), make_uuid_v7()});
  EXPECT_THAT(practice.refusals, UnorderedElementsAre("billable-uuids/1: reference-mismatch",
                                                      "billable-uuids/2: reference-not-found"));
  EXPECT_EQ(practice.of_account("balance"), 100);
}

TEST(Invoice, DoesNotComeToLessThanNothing) {
  BillingPractice practice;
  practice.invoice({practice.draft(500), practice.draft(-600)});
  EXPECT_THAT(practice.refusals, ElementsAre("billable-uuids: invoice-total-negative"));
  practice.invoice({practice.draft(500), practice.draft(-500, true)});
  EXPECT_THAT(practice.refusals, ElementsAre("billable-uuids: invoice-total-negative"));
  practice.invoice({practice.draft(500), practice.draft(-500)});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Invoice, FreezesWhatTheDraftsSaid) {
  BillingPractice practice;
  const Uuid billable = practice.draft(1200);
  const Uuid invoice = practice.invoice({billable});
  const auto lines = practice.lines_of(invoice);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(practice.number("billing/contents", lines[0], "gross"), 1200);
  EXPECT_EQ(practice.number("billing/contents", lines[0], "net"), 1000);
  EXPECT_EQ(text_of(practice.stored(kDrafts, billable), "status"), "Invoiced");
  EXPECT_EQ(practice.number(kDrafts, billable, "archived"), 1);
}

TEST(Invoice, IsPaidByTheCreditThatIsThere) {
  BillingPractice practice;
  const Uuid first = practice.pay(3000), second = practice.pay(3000);
  const Uuid invoice = practice.invoice_of(4000);
  EXPECT_EQ(practice.of_invoice(invoice, "balance-outstanding"), 0);
  EXPECT_EQ(practice.of_payment(first, "unallocated"), 0);
  EXPECT_EQ(practice.of_payment(second, "unallocated"), 2000);
  EXPECT_EQ(practice.of_account("balance"), -2000);
  EXPECT_EQ(practice.of_account("credit-available"), 2000);
}

TEST(DeletedInvoice, PutsItsBillablesBackAndItsMoneyToCredit) {
  BillingPractice practice;
  const Uuid payment = practice.pay(1000);
  const Uuid billable = practice.draft(4000);
  const Uuid invoice = practice.invoice({billable});
  practice.remove_invoice(invoice);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(text_of(practice.stored(kDrafts, billable), "status"), "Draft");
  EXPECT_EQ(practice.number(kDrafts, billable, "archived"), 0);
  EXPECT_EQ(practice.of_payment(payment, "unallocated"), 1000);
  EXPECT_EQ(practice.of_account("balance"), -1000);
  EXPECT_EQ(practice.of_account("balance-uninsured"), 0);
  EXPECT_EQ(practice.of_invoice(invoice, "balance-outstanding"), 0);
  EXPECT_EQ(practice.of_invoice(invoice, "total-gross"), 4000);
  for (const Record& allocation : practice.all("billing/allocations"))
    EXPECT_TRUE(allocation.flag({&allocation.resource->field("archived")}));
  practice.invoice({billable});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_account("balance"), 3000);
}

TEST(DeletedInvoice, HasNoPaymentByChoiceAndNoCreditNote) {
  BillingPractice practice;
  const Uuid chosen = practice.invoice_of(1000), credited = practice.invoice_of(1000);
  practice.pay(100, {{"allocations", one_item("invoice-uuid", chosen, "1")}});
  practice.remove_invoice(chosen);
  EXPECT_THAT(practice.refusals, ElementsAre("deleted-date: invoice-has-allocations"));
  practice.credit(
      credited,
      {{"lines", one_item("invoice-content-uuid", practice.lines_of(credited).at(0), "1.5")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.remove_invoice(credited);
  EXPECT_THAT(practice.refusals, ElementsAre("deleted-date: invoice-has-credit-notes"));
}

}  // namespace
}  // namespace vip::domains
