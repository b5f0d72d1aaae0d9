// Credit notes and write-offs.
#include "domains/billing/rules/test_billing_world.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string line(const Uuid& content, std::string_view amount) {
  return one_item("invoice-content-uuid", content, amount);
}
const NamedValues kWriteOff{{"kind", "WriteOff"}};

TEST(CreditNote, PaysItsInvoiceAndLeavesTheRestAsCredit) {
  BillingWorld book;
  const Uuid invoice = book.invoice({book.draft(6000), book.draft(2400, true)});
  book.pay(5000);
  const Uuid note = book.credit(invoice, {{"lines", line(book.lines_of(invoice)[0], "30")}});
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(book.of_invoice(invoice, "balance-uninsured"), 0);
  EXPECT_EQ(book.of_invoice(invoice, "balance-insured"), 2400);
  EXPECT_EQ(book.number("billing/credit-notes", note, "total-gross"), 3000);
  EXPECT_EQ(book.number("billing/credit-notes", note, "total-net"), 2500);
  EXPECT_EQ(book.number("billing/credit-notes", note, "unallocated"), 2000);
  EXPECT_EQ(book.of_account("balance"), 400);
}

TEST(CreditNote, TakesOffAllThatIsLeft) {
  BillingWorld book;
  const Uuid invoice = book.invoice({book.draft(1000), book.draft(500, true), book.draft(-100)});
  book.credit(invoice, {{"lines", line(book.lines_of(invoice)[0], "2.5")}});
  const Uuid rest = book.credit(invoice);
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(book.number("billing/credit-notes", rest, "total-gross"), 1150);
  EXPECT_EQ(book.number("billing/credit-notes", rest, "insured-gross"), 500);
  EXPECT_EQ(book.of_account("balance"), 0);
  book.credit(invoice);
  EXPECT_THAT(book.world.refusals, ElementsAre("lines: credit-exceeds-line"));
}

TEST(CreditNote, NeverTakesMoreThanALineHas) {
  BillingWorld book;
  const Uuid invoice = book.invoice_of(1000), other = book.invoice_of(1000);
  const Uuid content = book.lines_of(invoice)[0];
  const auto credit = [&](const std::string& lines) { book.credit(invoice, {{"lines", lines}}); };
  for (const char* amount : {"10.01", "0", "-1"}) {
    credit(line(content, amount));
    EXPECT_THAT(book.world.refusals, testing::Contains("lines/0/amount: credit-exceeds-line"))
        << amount;
  }
  credit(line(content, "6"));
  EXPECT_THAT(book.world.refusals, IsEmpty());
  credit(line(content, "4.01"));
  EXPECT_THAT(book.world.refusals, testing::Contains("lines/0/amount: credit-exceeds-line"));
  credit(line(book.lines_of(other)[0], "1"));
  EXPECT_THAT(book.world.refusals,
              testing::Contains("lines/0/invoice-content-uuid: reference-mismatch"));
  const std::string once = line(content, "1");
  credit(once.substr(0, once.size() - 1) + "," + once.substr(1));
  EXPECT_THAT(book.world.refusals, ElementsAre("lines/1/invoice-content-uuid: duplicate-item"));
  credit(line(content, "4"));
  EXPECT_THAT(book.world.refusals, IsEmpty());
}

// A discount lowers what the invoice came to, so that the lines above it cannot be credited whole.
TEST(CreditNote, NeverTakesMoreThanTheInvoiceHas) {
  BillingWorld book;
  const Uuid invoice = book.invoice({book.draft(1000), book.draft(-200)});
  const auto lines = book.lines_of(invoice);
  book.credit(invoice, {{"lines", line(lines[0], "10")}});
  EXPECT_THAT(book.world.refusals, ElementsAre("lines: credit-exceeds-line"));
  book.credit(invoice, {{"lines", line(lines[0], "8")}});
  EXPECT_THAT(book.world.refusals, IsEmpty());
}

TEST(CreditNote, SharesTheTaxOfALineWithoutRemainder) {
  BillingWorld book;
  const Uuid invoice = book.invoice_of(1001);  // net 835, tax 166
  const Uuid content = book.lines_of(invoice)[0];
  std::int64_t net = 0, gross = 0;
  for (const char* amount : {"3.33", "3.33", "3.35"}) {
    const Uuid note = book.credit(invoice, {{"lines", line(content, amount)}});
    net += book.number("billing/credit-notes", note, "total-net");
    gross += book.number("billing/credit-notes", note, "total-gross");
  }
  EXPECT_EQ(net, 835);
  EXPECT_EQ(gross, 1001);
}

TEST(WriteOff, GivesUpWhatIsOpenAndMakesNoCredit) {
  BillingWorld book;
  const Uuid invoice = book.invoice({book.draft(1000), book.draft(500, true)});
  book.pay(700);
  NamedValues too_much = kWriteOff;
  too_much.emplace_back("lines", line(book.lines_of(invoice)[0], "3.01"));
  book.credit(invoice, too_much);
  EXPECT_THAT(book.world.refusals, ElementsAre("lines: write-off-exceeds-balance"));
  const Uuid note = book.credit(invoice, kWriteOff);
  EXPECT_THAT(book.world.refusals, IsEmpty());
  EXPECT_EQ(book.number("billing/credit-notes", note, "total-gross"), 800);
  EXPECT_EQ(book.number("billing/credit-notes", note, "unallocated"), 0);
  EXPECT_EQ(book.of_account("balance"), 0);
  book.credit(invoice, kWriteOff);
  EXPECT_THAT(book.world.refusals, ElementsAre("lines: credit-exceeds-line"));
}

}  // namespace
}  // namespace vip::domains
