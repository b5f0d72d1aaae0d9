// Invoices: issued once, frozen, deleted only while nobody has built on them.
#include "domains/billing/rules/test_billing_world.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kDrafts = "billing/draft-invoices";
constexpr auto kInvoices = "billing/invoices";

TEST(Invoice, AddsUpItsLines) {
  BillingWorld book;
  const Uuid invoice = book.invoice({book.draft(6000), book.draft(2400, true)});
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(book.of_invoice(invoice, "total-net"), 7000);
  EXPECT_EQ(book.of_invoice(invoice, "total-tax"), 1400);
  EXPECT_EQ(book.of_invoice(invoice, "total-gross"), 8400);
  EXPECT_EQ(book.of_invoice(invoice, "insured-net"), 2000);
  EXPECT_EQ(book.of_invoice(invoice, "insured-tax"), 400);
  EXPECT_EQ(book.of_invoice(invoice, "insured-gross"), 2400);
  EXPECT_EQ(book.of_invoice(invoice, "balance-outstanding"), 8400);
  EXPECT_EQ(book.of_account("balance"), 8400);
  EXPECT_EQ(book.of_account("balance-insured"), 2400);
  EXPECT_EQ(book.of_account("balance-uninsured"), 6000);
}

TEST(Invoice, IsDueByTheTermsOfTheAccount) {
  const std::vector<std::tuple<const char*, const char*, const char*>> rows = {
      {"on-treatment", "2026-06-15", "At time of treatment"},
      {"30-days", "2026-07-15", "30 days"},
      {"end-of-month", "2026-06-30", "End of month"},
      {"14-days-end-of-month", "2026-06-30", "14 days then end of month"},
      {"30-days-end-of-month", "2026-07-31", "30 days then end of month"}};
  for (const auto& [term, due, name] : rows) {
    BillingWorld book;
    const Uuid account = book.open_account(term);
    const Uuid id = book.invoice_on(account, {book.draft_on(account, 100)});
    const Record& invoice = book.world.stored(kInvoices, id);
    EXPECT_EQ(invoice.at(invoice.resource->field("invoice-date")), day("2026-06-15"));
    EXPECT_EQ(invoice.at(invoice.resource->field("invoice-due-date")), day(due)) << term;
    EXPECT_EQ(text_of(invoice, "payment-term-name"), name);
  }
}

TEST(Invoice, TakesEachBillableOnceAndOfItsAccountOnly) {
  BillingWorld book;
  const Uuid billable = book.draft(100);
  book.invoice({billable});
  book.invoice({billable});
  EXPECT_THAT(book.world.refusals, ElementsAre("billable-uuids/0: billable-invoiced"));
  const Uuid other = book.open_account();
  book.invoice({book.draft(100), book.draft_on(other, 100), make_uuid_v7()});
  EXPECT_THAT(book.world.refusals, ElementsAre("billable-uuids/1: reference-mismatch",
                                               "billable-uuids/2: reference-not-found"));
  EXPECT_EQ(book.of_account("balance"), 100);
}

TEST(Invoice, DoesNotComeToLessThanNothing) {
  BillingWorld book;
  book.invoice({book.draft(500), book.draft(-600)});
  EXPECT_THAT(book.world.refusals, ElementsAre("billable-uuids: invoice-total-negative"));
  book.invoice({book.draft(500), book.draft(-500, true)});
  EXPECT_THAT(book.world.refusals, ElementsAre("billable-uuids: invoice-total-negative"));
  book.invoice({book.draft(500), book.draft(-500)});
  EXPECT_THAT(book.world.refusals, IsEmpty());
}

TEST(Invoice, FreezesWhatTheDraftsSaid) {
  BillingWorld book;
  const Uuid billable = book.draft(1200);
  const Uuid invoice = book.invoice({billable});
  const auto lines = book.lines_of(invoice);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(book.number("billing/contents", lines[0], "gross"), 1200);
  EXPECT_EQ(book.number("billing/contents", lines[0], "net"), 1000);
  EXPECT_EQ(text_of(book.world.stored(kDrafts, billable), "status"), "Invoiced");
  EXPECT_EQ(book.number(kDrafts, billable, "archived"), 1);
}

TEST(Invoice, IsPaidByTheCreditThatIsThere) {
  BillingWorld book;
  const Uuid first = book.pay(3000), second = book.pay(3000);
  const Uuid invoice = book.invoice_of(4000);
  EXPECT_EQ(book.of_invoice(invoice, "balance-outstanding"), 0);
  EXPECT_EQ(book.of_payment(first, "unallocated"), 0);
  EXPECT_EQ(book.of_payment(second, "unallocated"), 2000);
  EXPECT_EQ(book.of_account("balance"), -2000);
  EXPECT_EQ(book.of_account("credit-available"), 2000);
}

TEST(DeletedInvoice, PutsItsBillablesBackAndItsMoneyToCredit) {
  BillingWorld book;
  const Uuid payment = book.pay(1000);
  const Uuid billable = book.draft(4000);
  const Uuid invoice = book.invoice({billable});
  book.remove_invoice(invoice);
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(text_of(book.world.stored(kDrafts, billable), "status"), "Draft");
  EXPECT_EQ(book.number(kDrafts, billable, "archived"), 0);
  EXPECT_EQ(book.of_payment(payment, "unallocated"), 1000);
  EXPECT_EQ(book.of_account("balance"), -1000);
  EXPECT_EQ(book.of_account("balance-uninsured"), 0);
  EXPECT_EQ(book.of_invoice(invoice, "balance-outstanding"), 0);
  EXPECT_EQ(book.of_invoice(invoice, "total-gross"), 4000);
  for (const Record& allocation : book.all("billing/allocations"))
    EXPECT_TRUE(allocation.flag({&allocation.resource->field("archived")}));
  book.invoice({billable});
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(book.of_account("balance"), 3000);
}

TEST(DeletedInvoice, HasNoPaymentByChoiceAndNoCreditNote) {
  BillingWorld book;
  const Uuid chosen = book.invoice_of(1000), credited = book.invoice_of(1000);
  book.pay(100, {{"allocations", one_item("invoice-uuid", chosen, "1")}});
  book.remove_invoice(chosen);
  EXPECT_THAT(book.world.refusals, ElementsAre("deleted-date: invoice-has-allocations"));
  book.credit(credited,
              {{"lines", one_item("invoice-content-uuid", book.lines_of(credited)[0], "1.5")}});
  EXPECT_THAT(book.world.refusals, IsEmpty());
  book.remove_invoice(credited);
  EXPECT_THAT(book.world.refusals, ElementsAre("deleted-date: invoice-has-credit-notes"));
}

}  // namespace
}  // namespace vip::domains
