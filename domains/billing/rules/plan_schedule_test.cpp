// The days of a health plan.
#include "domains/billing/rules/plan_schedule.h"

#include <gmock/gmock.h>

namespace vip::domains {
namespace {

using testing::ElementsAre;

Date on(const char* text) { return parse_date(text).value(); }

std::vector<std::string> days(const std::vector<PlanInstalment>& instalments) {
  std::vector<std::string> texts;
  for (const auto& [number, due] : instalments)
    texts.push_back(std::to_string(number) + " " + to_string(due));
  return texts;
}

std::vector<std::string> days(const std::vector<PlanWindow>& windows) {
  std::vector<std::string> texts;
  for (const auto& [from, to] : windows) texts.push_back(to_string(from) + " " + to_string(to));
  return texts;
}

TEST(PlanSchedule, HasAnInstalmentEachMonthAndKeepsTheEndsOfMonths) {
  const PlanSchedule plan{on("2026-01-31"), 3};
  EXPECT_THAT(days(plan.instalments(1)),
              ElementsAre("1 2026-01-31", "2 2026-02-28", "3 2026-03-31"));
  EXPECT_THAT(days(plan.instalments(2)),
              ElementsAre("4 2026-04-30", "5 2026-05-31", "6 2026-06-30"));
  EXPECT_EQ(to_string(plan.last_day(1)), "2026-04-29");
  EXPECT_EQ(to_string(plan.first_day(2)), "2026-04-30");
}

TEST(PlanSchedule, HasAnInstalmentEachYear) {
  const PlanSchedule plan{on("2024-02-29"), 24, 12};
  EXPECT_THAT(days(plan.instalments(1)), ElementsAre("1 2024-02-29", "2 2025-02-28"));
  EXPECT_THAT(days(plan.instalments(2)), ElementsAre("3 2026-02-28", "4 2027-02-28"));
}

TEST(PlanSchedule, KnowsTheTermOfADay) {
  const PlanSchedule plan{on("2026-01-15")};
  const std::vector<std::pair<const char*, std::int64_t>> terms = {{"2025-06-01", 1},
                                                                   {"2026-01-15", 1},
                                                                   {"2027-01-14", 1},
                                                                   {"2027-01-15", 2},
                                                                   {"2029-01-14", 3}};
  for (const auto& [day, term] : terms) EXPECT_EQ(plan.term_on(on(day)), term) << day;
}

// The next term is there before its first instalment is sent to the bank.
TEST(PlanSchedule, ReachesAheadOfTheNextInstalment) {
  const PlanSchedule monthly{on("2026-01-15")};
  EXPECT_EQ(monthly.last_term_needed(on("2026-01-15")), 1);
  EXPECT_EQ(monthly.last_term_needed(on("2026-11-15")), 1);
  EXPECT_EQ(monthly.last_term_needed(on("2026-11-16")), 2);
  EXPECT_EQ(monthly.last_term_needed(on("2027-01-15")), 2);
  const PlanSchedule annual{on("2026-01-15"), 12, 12};
  EXPECT_EQ(annual.last_term_needed(on("2026-01-14")), 1);
  EXPECT_EQ(annual.last_term_needed(on("2026-01-15")), 2);
}

TEST(PlanSchedule, RenewsTheWindowsOfABenefitInEachTerm) {
  const PlanSchedule plan{on("2026-01-31")};
  EXPECT_THAT(days(plan.windows(1, {})), ElementsAre("2026-01-31 2027-01-30"));
  EXPECT_THAT(days(plan.windows(2, {})), ElementsAre("2027-01-31 2028-01-30"));
  EXPECT_THAT(
      days(plan.windows(1, {.from = 2, .interval = 5})),
      ElementsAre("2026-02-28 2026-07-30", "2026-07-31 2026-12-30", "2026-12-31 2027-01-30"));
  EXPECT_THAT(days(plan.windows(1, {.from = 2, .to = 3})), ElementsAre("2026-02-28 2026-04-29"));
}

}  // namespace
}  // namespace vip::domains
