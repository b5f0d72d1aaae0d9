// Output tax by rate: what counts when, and that the parts of a line come to the whole.
#include "domains/billing/rules/vat_totals.h"

#include "domains/billing/rules/test_ledger.h"

namespace vip::domains {
namespace {

class VatByRate : public testing::Test {
 protected:
  static Uuid tax(const char* code) { return entry("formulary-management/taxes", code); }

  Uuid line(std::int64_t net, std::int64_t tax_amount, NamedValues more) {
    const Uuid billable =
        practice.add("clinical/billable-records", {{"billing-uuid", practice.billing}}).id();
    more.insert(more.end(), {{"billable-uuid", billable},
                             {"billing-uuid", practice.billing},
                             {"location-uuid", practice.location},
                             {"net", net},
                             {"tax", tax_amount},
                             {"gross", net + tax_amount},
                             {"insured", boolean(false)}});
    return practice.add("billing/draft-invoices", more).id();
  }
  Uuid standard(std::int64_t net) {
    return line(net, net / 5, {{"tax-uuid", tax("standard")}, {"tax-rate", std::int64_t{20'00}}});
  }
  Uuid reduced(std::int64_t net) {
    return line(net, net / 20, {{"tax-uuid", tax("reduced")}, {"tax-rate", std::int64_t{5'00}}});
  }

  TaxRows between(const char* first, const char* last, const Value& location = null_value()) {
    TaxRows rows;
    practice.ask([&](DataContext& data) {
      rows = VatTotals{declared()}.between(parse_date(first).value(), parse_date(last).value(),
                                           location, data);
    });
    return rows;
  }
  static TaxRow of(const TaxRows& rows, const char* code, std::int64_t rate) {
    const auto found = rows.find({rate, tax(code), ""});
    return found == rows.end() ? TaxRow{} : found->second;
  }
  void next_day() { practice.time.milliseconds += 86'400'000; }

  BillingPractice practice;
};

TEST_F(VatByRate, CountsInvoicesNotesAndDeletionsOnTheirDays) {
  const Uuid first = practice.invoice({standard(100'00), reduced(40'00)});
  const Uuid second = practice.invoice({standard(10'00)});
  next_day();
  practice.remove_invoice(second);
  practice.credit(
      first, {{"lines", one_item("invoice-content-uuid", practice.lines_of(first).at(0), "12")}});
  practice.credit(
      first, {{"kind", "WriteOff"},
              {"lines", one_item("invoice-content-uuid", practice.lines_of(first).at(1), "21")}});
  EXPECT_THAT(practice.refusals, testing::IsEmpty());
  const TaxRows day = between("2026-06-15", "2026-06-15");
  EXPECT_EQ(of(day, "standard", 20'00).sales.net, 110'00);
  EXPECT_EQ(of(day, "standard", 20'00).sales.tax, 22'00);
  EXPECT_EQ(of(day, "reduced", 5'00).sales.tax, 2'00);
  const TaxRows next = between("2026-06-16", "2026-06-16");
  EXPECT_EQ(of(next, "standard", 20'00).sales.net, -10'00) << "the deletion";
  EXPECT_EQ(of(next, "standard", 20'00).credit_notes.net, 10'00);
  EXPECT_EQ(of(next, "standard", 20'00).credit_notes.tax, 2'00);
  EXPECT_EQ(of(next, "reduced", 5'00).write_offs.net, 20'00);
  EXPECT_EQ(of(next, "reduced", 5'00).credit_notes.net, 0);
  EXPECT_THAT(between("2026-06-17", "2026-06-30"), testing::IsEmpty());
  EXPECT_EQ(between("2026-06-15", "2026-06-16", practice.location).size(), 2U);
  EXPECT_THAT(between("2026-06-15", "2026-06-16", make_uuid_v7()), testing::IsEmpty());
}

TEST_F(VatByRate, TellsAReliefApart) {
  practice.invoice({standard(100'00), line(50'00, 0,
                                           {{"tax-uuid", tax("standard")},
                                            {"tax-rate", std::int64_t{0}},
                                            {"tax-relief-reason", "CharityGoods"}})});
  const TaxRows rows = between("2026-06-15", "2026-06-15");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows.at({0, tax("standard"), "CharityGoods"}).sales.net, 50'00);
}

TEST_F(VatByRate, SharesADiscountAmongItsRates) {
  const std::string parts = R"([{"tax-uuid":")" + to_string(tax("standard")) +
                            R"(","tax-rate":20,"tax-relief-reason":null,"net":-10,"tax":-2},)" +
                            R"({"tax-uuid":")" + to_string(tax("reduced")) +
                            R"(","tax-rate":5,"tax-relief-reason":null,"net":-3.33,"tax":-0.17}])";
  const Uuid invoice = practice.invoice(
      {standard(100'00), reduced(33'30), line(-13'33, -2'17, {{"tax-breakdown", parts}})});
  const TaxRows day = between("2026-06-15", "2026-06-15");
  EXPECT_EQ(of(day, "standard", 20'00).sales.net, 90'00);
  EXPECT_EQ(of(day, "reduced", 5'00).sales.net, 29'97);
  EXPECT_EQ(of(day, "reduced", 5'00).sales.tax, 1'49);
  // Credited in steps, it comes to the whole of each rate.
  next_day();
  const Uuid discount = practice.lines_of(invoice).at(2);
  for (const char* amount : {"-7.77", "-7.73"})
    practice.credit(
        invoice,
        {{"lines", R"([{"invoice-content-uuid":")" + to_string(practice.lines_of(invoice).at(0)) +
                       R"(","amount":20},{"invoice-content-uuid":")" + to_string(discount) +
                       R"(","amount":)" + amount + "}]"}});
  EXPECT_THAT(practice.refusals, testing::IsEmpty());
  const TaxRows next = between("2026-06-16", "2026-06-16");
  EXPECT_EQ(of(next, "reduced", 5'00).credit_notes.net, -3'33);
  EXPECT_EQ(of(next, "reduced", 5'00).credit_notes.tax, -17);
  EXPECT_EQ(of(next, "standard", 20'00).credit_notes.net, 33'33 - 10'00);
}

}  // namespace
}  // namespace vip::domains
