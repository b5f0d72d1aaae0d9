// Credit notes and write-offs.
#include "domains/billing/rules/test_ledger.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string line(const Uuid& content, std::string_view amount) {
  return one_item("invoice-content-uuid", content, amount);
}
const NamedValues kWriteOff{{"kind", "WriteOff"}};

TEST(CreditNote, PaysItsInvoiceAndLeavesTheRestAsCredit) {
  BillingPractice practice;
  const Uuid invoice = practice.invoice({practice.draft(6000), practice.draft(2400, true)});
  practice.pay(5000);
  const Uuid note =
      practice.credit(invoice, {{"lines", line(practice.lines_of(invoice).at(0), "30")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.of_invoice(invoice, "balance-uninsured"), 0);
  EXPECT_EQ(practice.of_invoice(invoice, "balance-insured"), 2400);
  EXPECT_EQ(practice.number("billing/credit-notes", note, "total-gross"), 3000);
  EXPECT_EQ(practice.number("billing/credit-notes", note, "total-net"), 2500);
  EXPECT_EQ(practice.number("billing/credit-notes", note, "unallocated"), 2000);
  EXPECT_EQ(practice.of_account("balance"), 400);
}

TEST(CreditNote, TakesOffAllThatIsLeft) {
  BillingPractice practice;
  const Uuid invoice =
      practice.invoice({practice.draft(1000), practice.draft(500, true), practice.draft(-100)});
  practice.credit(invoice, {{"lines", line(practice.lines_of(invoice).at(0), "2.5")}});
  const Uuid rest = practice.credit(invoice);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.number("billing/credit-notes", rest, "total-gross"), 1150);
  EXPECT_EQ(practice.number("billing/credit-notes", rest, "insured-gross"), 500);
  EXPECT_EQ(practice.of_account("balance"), 0);
  practice.credit(invoice);
  EXPECT_THAT(practice.refusals, ElementsAre("lines: credit-exceeds-line"));
}

TEST(CreditNote, NeverTakesMoreThanALineHas) {
  BillingPractice practice;
  const Uuid invoice = practice.invoice_of(1000), other = practice.invoice_of(1000);
  const Uuid content = practice.lines_of(invoice).at(0);
  const auto credit = [&](const std::string& lines) {
    practice.credit(invoice, {{"lines", lines}});
  };
  for (const char* amount : {"10.01", "0", "-1"}) {
    credit(line(content, amount));
    EXPECT_THAT(practice.refusals, testing::Contains("lines/0/amount: credit-exceeds-line"))
        << amount;
  }
  credit(line(content, "6"));
  EXPECT_THAT(practice.refusals, IsEmpty());
  credit(line(content, "4.01"));
  EXPECT_THAT(practice.refusals, testing::Contains("lines/0/amount: credit-exceeds-line"));
  credit(line(practice.lines_of(other).at(0), "1"));
  EXPECT_THAT(practice.refusals,
              testing::Contains("lines/0/invoice-content-uuid: reference-mismatch"));
  const std::string once = line(content, "1");
  credit(once.substr(0, once.size() - 1) + "," + once.substr(1));
  EXPECT_THAT(practice.refusals, ElementsAre("lines/1/invoice-content-uuid: duplicate-item"));
  credit(line(content, "4"));
  EXPECT_THAT(practice.refusals, IsEmpty());
}

// A discount lowers what the invoice came to, so that the lines above it cannot be credited whole.
TEST(CreditNote, NeverTakesMoreThanTheInvoiceHas) {
  BillingPractice practice;
  const Uuid invoice = practice.invoice({practice.draft(1000), practice.draft(-200)});
  const auto lines = practice.lines_of(invoice);
  practice.credit(invoice, {{"lines", line(lines[0], "10")}});
  EXPECT_THAT(practice.refusals, ElementsAre("lines: credit-exceeds-line"));
  practice.credit(invoice, {{"lines", line(lines[0], "8")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(CreditNote, SharesTheTaxOfALineWithoutRemainder) {
  BillingPractice practice;
  const Uuid invoice = practice.invoice_of(1001);  // net 835, tax 166
  const Uuid content = practice.lines_of(invoice).at(0);
  std::int64_t net = 0, gross = 0;
  for (const char* amount : {"3.33", "3.33", "3.35"}) {
    const Uuid note = practice.credit(invoice, {{"lines", line(content, amount)}});
    net += practice.number("billing/credit-notes", note, "total-net");
    gross += practice.number("billing/credit-notes", note, "total-gross");
  }
  EXPECT_EQ(net, 835);
  EXPECT_EQ(gross, 1001);
}

TEST(WriteOff, GivesUpWhatIsOpenAndMakesNoCredit) {
  BillingPractice practice;
  const Uuid invoice = practice.invoice({practice.draft(1000), practice.draft(500, true)});
  practice.pay(700);
  NamedValues too_much = kWriteOff;
  too_much.emplace_back("lines", line(practice.lines_of(invoice).at(0), "3.01"));
  practice.credit(invoice, too_much);
  EXPECT_THAT(practice.refusals, ElementsAre("lines: write-off-exceeds-balance"));
  const Uuid note = practice.credit(invoice, kWriteOff);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.number("billing/credit-notes", note, "total-gross"), 800);
  EXPECT_EQ(practice.number("billing/credit-notes", note, "unallocated"), 0);
  EXPECT_EQ(practice.of_account("balance"), 0);
  practice.credit(invoice, kWriteOff);
  EXPECT_THAT(practice.refusals, ElementsAre("lines: credit-exceeds-line"));
}

}  // namespace
}  // namespace vip::domains
