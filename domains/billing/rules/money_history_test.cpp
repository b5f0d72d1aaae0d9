// The promise of the ledger, over random histories: for every billing account at all times
//     invoices − credit notes + refunds − payments + payment reversals = balance,
// and no allocation gives or takes more than its sides have. And that of its reports: they find for
// each past day what the balances were on it.
#include <map>
#include <random>

#include "domains/billing/rules/dated_ledger.h"
#include "domains/billing/rules/test_plan.h"
#include "domains/billing/rules/vat_totals.h"

namespace vip::domains {
namespace {

constexpr int kHistories = 40;
constexpr int kSteps = 100;
constexpr int kStepsBetweenChecks = 10;
constexpr std::size_t kDaysBetweenReports = 7;

class History {
 public:
  explicit History(unsigned seed) : random_{seed} {
    practice_.tenant.charity = true;
    accounts_ = {practice_.billing, practice_.open_account()};
    for (const Uuid& billing : accounts_)
      dogs_.push_back(practice_.dog_of(practice_.account_of(billing)));
    practice_.entitle({{"quantity", std::int64_t{3000}}, {"interval-months", std::int64_t{1}}});
  }

  // One thing that may happen at a desk; what a rule refuses changes nothing.
  void step() {
    const std::size_t whose = roll(accounts_.size());
    practice_.billing = accounts_[whose];
    practice_.account = practice_.account_of(practice_.billing);
    practice_.patient = dogs_[whose];
    practice_.time.milliseconds += 86'400'000;
    switch (roll(17)) {
      case 0:
      case 1:
      case 2:
        return issue();
      case 3:
      case 4:
        return remember(payments_, practice_.pay(money()));
      case 5:
        return pay_by_choice();
      case 6:
        return remember(payments_, practice_.pay(money(), {{"allocation-insured", money() / 4},
                                                           {"allocation-uninsured", money() / 4}}));
      case 7:
        practice_.pay(money(),
                      {{"donation-type-uuid", entry("billing/donation-types", "general")}});
        return count();
      case 8:
        practice_.refund(money(), roll(3) == 0 ? "IntoAccount" : "OutOfAccount");
        return count();
      case 9:
        practice_.pay(money(), {{"advance", boolean(true)}});
        return count();
      case 10:
        return correct();
      case 11:
        if (!payments_.empty()) practice_.reverse(payments_[roll(payments_.size())]);
        return count();
      case 12:
        return treat();
      case 13:
      case 14:
        return record_instalment();
      case 15:
        return roll(4) == 0 ? end_plan() : record_instalment();
      default:
        if (!invoices_.empty()) practice_.remove_invoice(invoices_[roll(invoices_.size())]);
        return count();
    }
  }

  void check() {
    std::map<Uuid, Balances> sums;
    for (const Record& account : practice_.all("billing/billing-accounts")) sums[account.id()] = {};
    add_invoices(sums);
    add("billing/payments", [&](const Record& payment) {
      if (payment.has(handle(payment, "donation-type-uuid"))) return;
      Balances& sum = of(sums, payment);
      sum.balance -= at(payment, "amount");
      sum.credit += at(payment, "unallocated");
      const bool reversed = payment.has(handle(payment, "reversed-date"));
      expect_used(payment, reversed ? 0 : at(payment, "amount"));
    });
    add("billing/payment-reversals",
        [&](const Record& reversal) { of(sums, reversal).balance += at(reversal, "amount"); });
    add("billing/refunds", [&](const Record& refund) {
      Balances& sum = of(sums, refund);
      sum.balance += at(refund, "balance-change");
      sum.uninsured += at(refund, "balance-outstanding");
      sum.credit += at(refund, "unallocated");
      const std::int64_t change = at(refund, "balance-change");
      if (change < 0) return expect_used(refund, -change);
      EXPECT_EQ(allocated("refund-uuid", refund), change - at(refund, "balance-outstanding"));
    });
    add("billing/credit-notes", [&](const Record& note) {
      Balances& sum = of(sums, note);
      sum.balance -= at(note, "total-gross");
      sum.credit += at(note, "unallocated");
      expect_used(note, at(note, "total-gross"));
    });
    check_plans();
    for (const Record& account : practice_.all("billing/billing-accounts")) {
      const Balances& sum = sums[account.id()];
      EXPECT_EQ(at(account, "balance"), sum.balance);
      EXPECT_EQ(at(account, "balance-insured"), sum.insured);
      EXPECT_EQ(at(account, "balance-uninsured"), sum.uninsured);
      EXPECT_EQ(at(account, "credit-available"), sum.credit);
      EXPECT_EQ(sum.balance, sum.insured + sum.uninsured - sum.credit);
    }
  }

  // Each step is on a day of its own; what there is at its end.
  void end_day() {
    Day day{date_in_zone(practice_.time, "Europe/London"), {}, {}, {}};
    for (const Record& account : practice_.all("billing/billing-accounts"))
      day.accounts[account.id()] = {
          at(account, "balance"), at(account, "balance-insured"),
          at(account, "balance-uninsured") + at(account, "balance-insured"),
          at(account, "credit-available")};
    add("billing/invoices", [&](const Record& invoice) {
      if (!invoice.has(handle(invoice, "deleted-date")))
        day.due.add({at(invoice, "total-net"), at(invoice, "total-tax")});
    });
    add("billing/credit-notes", [&](const Record& note) {
      const TaxedSum sum{at(note, "total-net"), at(note, "total-tax")};
      if (text_of(note, "kind") == "WriteOff")
        day.written_off.add(sum);
      else
        day.due.add(sum, -1);
    });
    days_.push_back(std::move(day));
  }

  void check_reports() {
    practice_.ask([&](DataContext& data) {
      const DatedLedger ledger{declared()};
      const VatTotals vat{declared()};
      for (std::size_t i = 0; i < days_.size(); i += kDaysBetweenReports) {
        check_debts(days_[i], ledger, data);
        check_tax(days_[i], vat, data);
      }
    });
  }

  int accepted() const { return accepted_; }

 private:
  struct Balances {
    std::int64_t balance = 0, insured = 0, uninsured = 0, credit = 0;
  };

  struct Day {
    Date day;
    std::map<Uuid, Balances> accounts;  // `uninsured`: of all debts
    TaxedSum due, written_off;
  };

  static void check_debts(const Day& then, const DatedLedger& ledger, DataContext& data) {
    std::map<Uuid, Balances> found;
    for (const DatedDebt& debt : ledger.debts({.day = then.day}, data)) {
      found[debt.billing].uninsured += debt.open();
      found[debt.billing].insured += debt.insured;
    }
    for (const DatedCredit& credit : ledger.credits({.day = then.day}, data))
      found[credit.billing].credit += credit.unused;
    for (const auto& [account, balances] : then.accounts) {
      EXPECT_EQ(found[account].uninsured, balances.uninsured) << to_string(then.day);
      EXPECT_EQ(found[account].insured, balances.insured) << to_string(then.day);
      EXPECT_EQ(found[account].credit, balances.credit) << to_string(then.day);
    }
  }

  void check_tax(const Day& then, const VatTotals& vat, DataContext& data) const {
    TaxedSum due, written_off;
    for (const auto& [key, row] : vat.between(days_.front().day, then.day, null_value(), data)) {
      due.add(row.sales);
      due.add(row.credit_notes, -1);
      written_off.add(row.write_offs);
    }
    EXPECT_EQ(due.net.value(), then.due.net.value()) << to_string(then.day);
    EXPECT_EQ(due.tax.value(), then.due.tax.value()) << to_string(then.day);
    EXPECT_EQ(written_off.net.value(), then.written_off.net.value()) << to_string(then.day);
    EXPECT_EQ(written_off.tax.value(), then.written_off.tax.value()) << to_string(then.day);
  }

  static FieldHandle handle(const Record& record, std::string_view field) {
    return {&record.resource->field(field)};
  }
  static std::int64_t at(const Record& record, std::string_view field) {
    return record.number(handle(record, field));
  }
  static Balances& of(std::map<Uuid, Balances>& sums, const Record& record) {
    return sums[record.uuid(handle(record, "billing-uuid"))];
  }
  template <class Visit>
  void add(std::string_view resource, Visit visit) {
    for (const Record& record : practice_.all(resource)) visit(record);
  }

  void add_invoices(std::map<Uuid, Balances>& sums) {
    add("billing/invoices", [&](const Record& invoice) {
      const std::int64_t open = at(invoice, "balance-outstanding");
      EXPECT_EQ(open, at(invoice, "balance-insured") + at(invoice, "balance-uninsured"));
      if (invoice.has(handle(invoice, "deleted-date"))) {
        EXPECT_EQ(open, 0);
        EXPECT_EQ(allocated("invoice-uuid", invoice), 0);
        return;
      }
      Balances& sum = of(sums, invoice);
      sum.balance += at(invoice, "total-gross");
      sum.insured += at(invoice, "balance-insured");
      sum.uninsured += at(invoice, "balance-uninsured");
      EXPECT_GE(at(invoice, "balance-insured"), 0);
      EXPECT_GE(at(invoice, "balance-uninsured"), 0);
      EXPECT_EQ(allocated("invoice-uuid", invoice), at(invoice, "total-gross") - open);
    });
    add("billing/contents", [&](const Record& line) {
      const std::int64_t gross = at(line, "gross"), credited = at(line, "credited");
      EXPECT_GE(credited, std::min<std::int64_t>(gross, 0));
      EXPECT_LE(credited, std::max<std::int64_t>(gross, 0));
    });
  }

  // The instalments that are paid are what payments for the plan have paid, and its balance is what
  // its parts come to.
  void check_plans() {
    std::map<Uuid, std::int64_t> received;
    add("billing/payments", [&](const Record& payment) {
      if (!payment.has(handle(payment, "subscription-uuid"))) return;
      if (payment.has(handle(payment, "reversed-date"))) return;
      received[payment.uuid(handle(payment, "subscription-uuid"))] += at(payment, "amount");
      EXPECT_EQ(at(payment, "unallocated"), 0);
    });
    add(kPlans, [&](const Record& plan) {
      EXPECT_EQ(at(plan, "amount-paid"), received[plan.id()]);
      EXPECT_EQ(at(plan, "pet-plan-balance"), at(plan, "value-used") - at(plan, "amount-paid") -
                                                  at(plan, "instalments-written-off") -
                                                  at(plan, "amount-written-off") -
                                                  at(plan, "balance-closed"));
      if (text_of(plan, "status") == "Ended") {
        EXPECT_EQ(at(plan, "pet-plan-balance"), 0);
      }
    });
    add("billing/invoices", [&](const Record& invoice) {
      if (text_of(invoice, "kind") == "PlanInstalment") {
        EXPECT_EQ(at(invoice, "balance-outstanding"), 0);
      }
    });
    add(kEntitlements, [&](const Record& entitlement) {
      EXPECT_GE(at(entitlement, "quantity-used"), 0);
      EXPECT_LE(at(entitlement, "quantity-used"), at(entitlement, "quantity-allowed"));
    });
  }

  // What allocations that are not released give or take of a record.
  std::int64_t allocated(std::string_view side, const Record& record) {
    std::int64_t sum = 0;
    for (const Record& allocation : practice_.all("billing/allocations"))
      if (allocation.uuid(handle(allocation, side)) == record.id() &&
          !allocation.flag(handle(allocation, "archived")))
        sum += at(allocation, "amount");
    return sum;
  }
  void expect_used(const Record& money, std::int64_t amount) {
    EXPECT_GE(at(money, "unallocated"), 0);
    EXPECT_EQ(allocated("from-uuid", money), amount - at(money, "unallocated"));
  }

  void issue() {
    std::vector<Uuid> billables;
    for (std::size_t i = roll(3) + 1; i > 0; --i)
      billables.push_back(practice_.draft(money() - (roll(5) == 0 ? 3000 : 0), roll(3) == 0));
    remember(invoices_, practice_.invoice(billables));
  }
  void pay_by_choice() {
    if (invoices_.empty()) return;
    const Uuid invoice = invoices_[roll(invoices_.size())];
    const char* const parts[] = {"", ",\"insured\":true", ",\"insured\":false"};
    practice_.pay(
        money(), {{"allocations", one_item("invoice-uuid", invoice,
                                           std::to_string(roll(40) + 1) + ".25", parts[roll(3)])}});
    count();
  }
  void correct() {
    if (invoices_.empty()) return;
    const Uuid invoice = invoices_[roll(invoices_.size())];
    const auto lines = practice_.lines_of(invoice);
    NamedValues note;
    if (roll(3) == 0) note.emplace_back("kind", "WriteOff");
    if (roll(2) == 0 && !lines.empty())
      note.emplace_back("lines", one_item("invoice-content-uuid", lines[roll(lines.size())],
                                          std::to_string(roll(40)) + ".35"));
    practice_.credit(invoice, note);
    count();
  }

  void treat() {
    const Uuid treated = practice_.work_at(1000, practice_.time.milliseconds);
    if (practice_.refusals.empty() && roll(2) == 0) practice_.invoice({treated});
    count();
  }
  Uuid plan_of_dog() {
    for (const Record& plan : practice_.all_with(kPlans, "patient-uuid", practice_.patient))
      if (text_of(plan, "status") != "Ended") return plan.id();
    practice_.subscribe();
    return practice_.made(kPlans).id();
  }
  void record_instalment() {
    const Uuid plan = plan_of_dog();
    const Uuid instalment = practice_.open_instalment(plan);
    switch (roll(6)) {
      case 0:
        practice_.fail(plan);
        break;
      case 3:
        for (const Record& paid : practice_.instalments(plan))
          if (text_of(paid, "status") == "Paid") {
            practice_.record(paid.id(), "Failed", {{"reason", "Returned"}});
            break;
          }
        break;
      case 1:
        practice_.record(instalment, "WrittenOff", {{"reason", "Goodwill"}});
        break;
      case 2:
        practice_.pay(1850, {{"subscription-uuid", plan}});
        break;
      default:
        practice_.collect(plan);
    }
    count();
  }
  void end_plan() {
    practice_.patch(practice_.stored(kPlans, plan_of_dog()), {{"status", "Ended"}});
    count();
  }

  void count() { accepted_ += practice_.refusals.empty() ? 1 : 0; }
  void remember(std::vector<Uuid>& list, const Uuid& id) {
    count();
    if (practice_.refusals.empty()) list.push_back(id);
  }
  std::size_t roll(std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>{0, sides - 1}(random_);
  }
  std::int64_t money() { return static_cast<std::int64_t>(roll(9000)) + 1; }

  std::mt19937 random_;
  PlanPractice practice_;
  std::vector<Uuid> accounts_, dogs_, invoices_, payments_;
  std::vector<Day> days_;
  int accepted_ = 0;
};

TEST(MoneyHistory, KeepsEveryBalance) {
  int accepted = 0;
  for (unsigned seed = 1; seed <= kHistories; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    History history{seed};
    for (int step = 1; step <= kSteps; ++step) {
      history.step();
      history.end_day();
      if (step % kStepsBetweenChecks == 0) history.check();
      if (testing::Test::HasFailure()) return;
    }
    history.check_reports();
    accepted += history.accepted();
  }
  // Most steps must have done something, else nothing is proved.
  EXPECT_GT(accepted, kHistories * kSteps / 2);
}

}  // namespace
}  // namespace vip::domains
