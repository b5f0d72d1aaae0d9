// What the end of a health plan comes to. A plan of 12 × 16.50.
#include "domains/billing/rules/plan_settlement.h"

#include <gtest/gtest.h>

namespace vip::domains {
namespace {

TEST(PlanSettlement, IsUsedAgainstPaid) {
  struct Case {
    const char* what;
    PlanSettlement plan;
    std::int64_t difference;
  };
  const Case cases[] = {
      {"a booster used, one instalment paid",
       {.core_used = 6000, .all_used = 6000, .paid = 1650, .open = 18150},
       4350},
      {"used as much as was paid",
       {.core_used = 1650, .all_used = 1650, .paid = 1650, .open = 18150},
       0},
      {"nothing used: all is returned", {.paid = 4950, .open = 14850}, -4950},
      {"half of it used",
       {.core_used = 2000, .all_used = 2000, .paid = 4950, .open = 14850},
       -2950},
      {"extras are not owed", {.all_used = 6000, .paid = 1650, .open = 18150}, 0},
      {"but what they were worth is not returned",
       {.core_used = 1000, .all_used = 3000, .paid = 4950, .open = 14850},
       -1950},
      {"never more than staying",
       {.core_used = 30000, .all_used = 30000, .paid = 16500, .open = 3300},
       3300},
      {"what was waived is not owed",
       {.core_used = 6000, .all_used = 6000, .paid = 1650, .written_off = 1650, .open = 16500},
       2700},
      {"waived, not paid: not returned", {.paid = 0, .written_off = 1650, .open = 18150}, 0},
      {"arrears of earlier terms are owed", {.paid = 1650, .open = 18150, .arrears = 3300}, 1650},
      {"a whole term is owed in full", {.paid = 18150, .open = 1650, .early = false}, 1650},
      {"and nothing of it is returned", {.paid = 19800, .early = false}, 0},
  };
  for (const auto& [what, plan, difference] : cases)
    EXPECT_EQ(plan.difference(), difference) << what;
}

}  // namespace
}  // namespace vip::domains
