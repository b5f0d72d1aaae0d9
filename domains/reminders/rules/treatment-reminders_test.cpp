// Treatment reminders: a series goes on, a later one takes the place of what is still to come.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kTreatmentReminders = "reminders/treatment-reminders";

// Today is 15 June 2026.
class TreatmentReminders : public testing::Test {
 protected:
  Record made(std::string_view due, const NamedValues& more = {}) {
    NamedValues values{{"patient-uuid", dog}, {"formulary-uuid", tablet}, {"due-date", day(due)}};
    values.insert(values.end(), more.begin(), more.end());
    return practice.create(kTreatmentReminders, values);
  }
  std::string status(const Record& record) {
    return text_of(practice.stored(kTreatmentReminders, record.id()), "status");
  }
  static std::int64_t sequence(const Record& record) {
    return record.number({&record.resource->field("sequence")});
  }

  Practice practice;
  const Uuid dog = practice.add("patient-management/patients", {}).id();
  const Uuid tablet =
      practice.add("formulary-management/stock", {{"description", "Worming tablet"}}).id();
  const Uuid visit = practice.add("clinical/history", {}).id();
};

TEST_F(TreatmentReminders, OfAnEntryOfTheHistoryAreASeries) {
  const Record first = made("2026-07-01", {{"clinical-history-uuid", visit}});
  const Record second = made("2026-08-01", {{"clinical-history-uuid", visit}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(sequence(first), 1);
  EXPECT_EQ(sequence(second), 2);
  EXPECT_EQ(status(first), "Pending");
  EXPECT_EQ(text_of(first, "description"), "Worming tablet");
}

TEST_F(TreatmentReminders, OfAnEarlierSeriesAreCancelled) {
  const Record first = made("2026-07-01", {{"clinical-history-uuid", visit}});
  const Record later =
      made("2026-08-01", {{"clinical-history-uuid", practice.add("clinical/history", {}).id()}});
  EXPECT_EQ(status(first), "Cancelled");
  EXPECT_EQ(status(later), "Pending");
}

TEST_F(TreatmentReminders, DueTodayOrEarlierStay) {
  const Record past = made("2026-06-14");
  const Record today = made("2026-06-15");
  const Record next = made("2026-07-15");
  EXPECT_EQ(status(past), "Pending");
  EXPECT_EQ(status(today), "Pending");
  EXPECT_EQ(status(next), "Pending");
}

TEST_F(TreatmentReminders, OfOtherItemsStay) {
  const Record first = made("2026-07-01");
  const Uuid other = practice.add("formulary-management/stock", {}).id();
  practice.create(
      kTreatmentReminders,
      {{"patient-uuid", dog}, {"formulary-uuid", other}, {"due-date", day("2026-07-02")}});
  EXPECT_EQ(status(first), "Pending");
}

TEST_F(TreatmentReminders, WithoutAnEntryGoOnByTheirSequence) {
  const Record first = made("2026-07-01");
  const Record second = made("2026-08-01", {{"sequence", std::int64_t{2}}});
  EXPECT_EQ(status(first), "Pending");
  made("2026-09-01");
  EXPECT_EQ(status(first), "Cancelled");
  EXPECT_EQ(status(second), "Cancelled");
}

TEST_F(TreatmentReminders, EndOnce) {
  const Record first = made("2026-07-01");
  Record stored = practice.stored(kTreatmentReminders, first.id());
  practice.patch(stored, {{"status", "Completed"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(stored, {{"status", "Pending"}});
  EXPECT_THAT(practice.refusals, ElementsAre("status: transition-not-allowed"));
}

}  // namespace
}  // namespace vip::domains
