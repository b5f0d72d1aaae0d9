// Availability, holidays and tasks: times that make sense, and nobody in two places at once.
#include <gmock/gmock.h>

#include "domains/calendar-management/rules/test_diary.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Stretch {
  const char* name;
  const char* start;
  const char* end;
  NamedValues more;
  std::vector<std::string> refusals;
};

class Availability : public testing::TestWithParam<Stretch> {};

// The diary has 09:00 to 10:00 and 10:30 to 11:30.
TEST_P(Availability, GivesSlots) {
  Diary practice;
  practice.create(kAvailability,
                  practice.opening(GetParam().start, GetParam().end, GetParam().more));
  EXPECT_EQ(practice.refusals, GetParam().refusals);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Availability,
    testing::Values(
        Stretch{"Afternoon", "14:00", "18:00", {}, {}},
        Stretch{"Touching", "10:00", "10:30", {}, {}},
        Stretch{"ToMidnight", "22:00", "00:00", {}, {}},
        Stretch{"Empty", "14:00", "14:00", {}, {"end-time: end-not-after-start"}},
        Stretch{"Backwards", "14:00", "13:00", {}, {"end-time: end-not-after-start"}},
        Stretch{"Rest", "14:00", "14:20", {}, {"slot-length-minutes: slot-length-does-not-divide"}},
        Stretch{"Overlap", "09:45", "10:15", {}, {"practitioner-uuid: availability-overlaps"}},
        Stretch{"Around", "08:00", "12:00", {}, {"practitioner-uuid: availability-overlaps"}},
        Stretch{"Within", "10:45", "11:00", {}, {"practitioner-uuid: availability-overlaps"}},
        Stretch{"OtherDay", "09:00", "10:00", {{"date", day("2026-06-23")}}, {}},
        Stretch{"Break", "14:00", "15:00", {{"blocked-slots", R"(["14:15","14:45"])"}}, {}},
        Stretch{"NoSuchSlot",
                "14:00",
                "15:00",
                {{"blocked-slots", R"(["14:15","14:20","15:00"])"}},
                {"blocked-slots/1: not-a-slot", "blocked-slots/2: not-a-slot"}},
        Stretch{"ClocksSkipIt",
                "01:00",
                "02:00",
                {{"date", day("2026-03-29")}},
                {"end-time: no-slot-that-day"}},
        Stretch{"LastHoursOfTheCalendar", "22:00", "23:00", {{"date", day("9999-12-31")}}, {}},
        Stretch{"BeyondTheCalendar",
                "22:00",
                "00:00",
                {{"date", day("9999-12-31")}},
                {"date: out-of-range"}},
        Stretch{"ClocksShowItTwice", "01:00", "02:00", {{"date", day("2026-10-25")}}, {}}),
    [](const auto& each) { return each.param.name; });

TEST(Availability, OverlapsAtOtherLocationsToo) {
  Diary practice;
  NamedValues values = practice.opening("09:30", "10:30");
  values[1].second = practice.place("Europe/London");
  practice.create(kAvailability, values);
  EXPECT_THAT(practice.refusals, ElementsAre("practitioner-uuid: availability-overlaps"));
  values[0].second = practice.contact("Practitioner");
  practice.create(kAvailability, values);
  EXPECT_THAT(practice.refusals, IsEmpty()) << "another practitioner is free to be there";
}

// 09:00 on Monday in London is 20:00 in Auckland.
TEST(Availability, OverlapsInRealTime) {
  Diary practice;
  const Uuid auckland = practice.place("Pacific/Auckland");
  NamedValues values = practice.opening("20:15", "20:45");
  values[1].second = auckland;
  practice.create(kAvailability, values);
  EXPECT_THAT(practice.refusals, ElementsAre("practitioner-uuid: availability-overlaps"));
  NamedValues free = practice.opening("09:00", "10:00");
  free[1].second = auckland;
  practice.create(kAvailability, free);
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Availability, ChangesWithoutBeingInItsOwnWay) {
  Diary practice;
  Record afternoon = practice.open("14:00", "16:00");
  practice.patch(afternoon, {{"start-time", time_of_day("14:30")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(afternoon, {{"start-time", time_of_day("11:00")}});
  EXPECT_THAT(practice.refusals, ElementsAre("practitioner-uuid: availability-overlaps"));
}

TEST(Availability, IsOfPractitioners) {
  Diary practice;
  practice.vet = practice.contact("User");
  practice.create(kAvailability, practice.opening("14:00", "15:00"));
  EXPECT_THAT(practice.refusals, ElementsAre("practitioner-uuid: contact-not-practitioner"));
}

TEST(Holiday, IsOfAPractitionerAndEndsAfterItBegins) {
  Diary practice;
  constexpr auto kHolidays = "calendar-management/holidays";
  practice.create(kHolidays, {{"practitioner-uuid", practice.contact("Client")},
                              {"from", day("2026-08-03")},
                              {"to", day("2026-08-02")}});
  EXPECT_THAT(practice.refusals,
              ElementsAre("practitioner-uuid: contact-not-practitioner", "to: dates-reversed"));
  practice.create(kHolidays, {{"practitioner-uuid", practice.vet},
                              {"from", day("2026-08-03")},
                              {"to", day("2026-08-03")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Task, IsCompletedOnce) {
  Diary practice;
  constexpr auto kTasks = "calendar-management/tasks";
  Record task = practice.add(kTasks, {{"description", "Ring back"}});
  practice.patch(task, {{"status", "Completed"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(value_of(task, "completed-date"), Value{practice.time.milliseconds});
  practice.patch(task, {{"status", "Open"}});
  EXPECT_THAT(practice.refusals, ElementsAre("status: transition-not-allowed"));
}

TEST(Task, TakesTheAccountFromThePatient) {
  Diary practice;
  const Uuid account = practice.add("account-management/accounts", {}).id();
  const Uuid patient =
      practice.add("patient-management/patients", {{"account-uuid", account}}).id();
  const Record task = practice.create("calendar-management/tasks", {{"patient-uuid", patient}});
  EXPECT_EQ(value_of(task, "account-uuid"), Value{account});
  practice.create("calendar-management/tasks",
                  {{"patient-uuid", patient},
                   {"account-uuid", practice.add("account-management/accounts", {}).id()}});
  EXPECT_THAT(practice.refusals, ElementsAre("patient-uuid: reference-mismatch"));
}

}  // namespace
}  // namespace vip::domains
