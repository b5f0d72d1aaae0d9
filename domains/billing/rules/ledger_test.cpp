// The ledger: what meets what, and that no side gives more than it has.
#include "domains/billing/rules/ledger.h"

#include <gmock/gmock.h>

#include <numeric>
#include <random>

namespace vip::domains {
namespace {

Settlement settlement(const std::vector<std::int64_t>& credits,
                      const std::vector<std::pair<std::int64_t, std::int64_t>>& debits) {
  Settlement made;
  for (const std::int64_t left : credits) made.credits.push_back({nullptr, {}, left});
  for (const auto& [uninsured, insured] : debits)
    made.debits.push_back({nullptr, {}, {uninsured, insured}});
  return made;
}

TEST(Settlement, PaysTheOldestFirstAndWhatTheClientPaysBeforeWhatIsInsured) {
  Settlement settled = settlement({1000}, {{300, 500}, {400, 0}});
  settled.pay_all();
  EXPECT_EQ(settled.credits[0].left, 0);
  EXPECT_EQ(settled.debits[0].open.sum(), 0);
  EXPECT_EQ(settled.debits[1].open.sum(), 200);
  ASSERT_EQ(settled.allocations.size(), 3U);
  EXPECT_EQ(settled.allocations[0].part, Part::uninsured);
  EXPECT_EQ(settled.allocations[0].amount, 300);
  EXPECT_EQ(settled.allocations[1].part, Part::insured);
  EXPECT_EQ(settled.allocations[2].amount, 200);
}

TEST(Settlement, UsesTheOldestCreditFirst) {
  Settlement settled = settlement({100, 100}, {{150, 0}});
  settled.pay_all();
  EXPECT_EQ(settled.credits[0].left, 0);
  EXPECT_EQ(settled.credits[1].left, 50);
}

TEST(Settlement, PaysOnePartOfAllDebits) {
  Settlement settled = settlement({1000}, {{300, 100}, {400, 200}});
  settled.pay_part(0, Part::insured, 250);
  EXPECT_EQ(settled.debits[0].open.insured, 0);
  EXPECT_EQ(settled.debits[1].open.insured, 50);
  EXPECT_EQ(settled.debits[0].open.uninsured, 300);
  EXPECT_EQ(settled.credits[0].left, 750);
}

TEST(Settlement, PaysNoMoreThanEitherSideHas) {
  Settlement settled = settlement({100}, {{30, 20}});
  EXPECT_EQ(settled.pay(0, 0, Part::insured, kAll), 20);
  EXPECT_EQ(settled.pay(0, 0, Part::insured, kAll), 0);
  EXPECT_EQ(settled.pay(0, 0, kAll), 30);
  EXPECT_EQ(settled.credits[0].left, 50);
  EXPECT_EQ(settled.allocations.size(), 2U);
}

// Whatever is asked for in whatever order: nothing is made or lost, and nobody goes below zero.
TEST(Settlement, KeepsTheBalanceOverRandomRequests) {
  std::mt19937 random{20260615};
  const auto roll = [&](int most) { return std::uniform_int_distribution<int>{0, most}(random); };
  for (int round = 0; round < 20'000; ++round) {
    Settlement settled;
    for (int i = roll(4); i >= 0; --i) settled.credits.push_back({nullptr, {}, roll(5000)});
    for (int i = roll(4); i >= 0; --i)
      settled.debits.push_back({nullptr, {}, {roll(5000), roll(5000)}});
    const auto balance = [&] {
      std::int64_t sum = 0;
      for (const Debit& debit : settled.debits) sum += debit.open.sum();
      for (const Credit& credit : settled.credits) sum -= credit.left;
      return sum;
    };
    const std::int64_t before = balance();
    for (int i = roll(5); i >= 0; --i) {
      const auto credit = static_cast<std::size_t>(roll(int(settled.credits.size()) - 1));
      const auto debit = static_cast<std::size_t>(roll(int(settled.debits.size()) - 1));
      const Part part = roll(1) == 0 ? Part::insured : Part::uninsured;
      if (roll(3) == 0)
        settled.pay_part(credit, part, roll(6000));
      else if (roll(2) == 0)
        settled.pay(credit, debit, part, roll(6000));
      else
        settled.pay(credit, debit, roll(6000));
    }
    if (roll(1) == 0) settled.pay_all();
    ASSERT_EQ(balance(), before);
    for (const Credit& credit : settled.credits) ASSERT_GE(credit.left, 0);
    for (const Debit& debit : settled.debits) {
      ASSERT_GE(debit.open.uninsured, 0);
      ASSERT_GE(debit.open.insured, 0);
    }
    for (const Allocation& allocation : settled.allocations) ASSERT_GT(allocation.amount, 0);
  }
}

}  // namespace
}  // namespace vip::domains
