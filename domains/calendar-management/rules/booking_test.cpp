// The time of an appointment: what slots allow, and who has them.
#include <gmock/gmock.h>

#include "domains/calendar-management/rules/test_diary.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Time {
  const char* name;
  const char* start;
  const char* end;
  std::vector<std::string> refusals;
};

class Booking : public testing::TestWithParam<Time> {};

TEST_P(Booking, TakesWholeSlots) {
  DiaryWorld world;
  world.book(GetParam().start, GetParam().end);
  EXPECT_EQ(world.refusals, GetParam().refusals);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Booking,
    testing::Values(Time{"OneSlot", "09:00", "09:15", {}},
                    Time{"SlotsInARow", "10:30", "11:30", {}},
                    Time{"Half", "09:00", "09:10", {"end-date: not-whole-slots"}},
                    Time{"Late", "09:05", "09:15", {"start-date: not-whole-slots"}},
                    Time{"Nothing", "09:00", "09:00", {"end-date: end-not-after-start"}},
                    Time{"Backwards", "09:15", "09:00", {"end-date: end-not-after-start"}},
                    Time{"Before", "08:00", "08:15", {"start-date: outside-availability"}},
                    Time{"InTheBreak", "10:00", "10:15", {"start-date: outside-availability"}},
                    Time{"AcrossTheBreak", "09:30", "10:45", {"start-date: slots-not-consecutive"}},
                    Time{"Blocked", "09:45", "10:00", {"start-date: slot-blocked"}},
                    Time{"WithBlocked", "09:30", "10:00", {"start-date: slot-blocked"}}),
    [](const auto& each) { return each.param.name; });

TEST(Booking, OfTwoStretchesThatTouch) {
  DiaryWorld world;
  world.open("11:30", "12:00", {{"slot-length-minutes", std::int64_t{30}}});
  world.book("11:15", "12:00");
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(Booking, StaysWithinTheDayOfTheLocation) {
  DiaryWorld world;
  const auto from = [&](const char* start, const char* end) {
    world.create(kAppointments, {{"contact-practitioner-uuid", world.vet},
                                 {"location-uuid", world.london},
                                 {"start-date", moment(start)},
                                 {"end-date", moment(end)}});
    return world.refusals;
  };
  world.open("23:00", "00:00");
  EXPECT_THAT(from("2026-06-22T21:45:00Z", "2026-06-22T23:00:00Z"),
              ElementsAre("start-date: not-whole-slots"));
  EXPECT_THAT(from("2026-06-22T22:45:00Z", "2026-06-22T23:00:00Z"), IsEmpty())
      << "midnight at its end belongs to the day";
  EXPECT_THAT(from("2026-06-22T22:30:00Z", "2026-06-22T23:15:00Z"),
              ElementsAre("end-date: crosses-midnight"));
}

TEST(Booking, IsOfSlotsAtTheLocation) {
  DiaryWorld world;
  const Uuid elsewhere = world.place("Europe/London");
  NamedValues values = world.booking("09:00", "09:15");
  values[1].second = elsewhere;
  world.create(kAppointments, values);
  EXPECT_THAT(world.refusals, ElementsAre("start-date: outside-availability"));
}

TEST(Booking, OfATakenSlotIsRefused) {
  DiaryWorld world;
  world.book("09:00", "09:30");
  for (const auto& [start, end] :
       {std::pair{"09:00", "09:15"}, {"09:15", "09:45"}, {"09:00", "09:30"}}) {
    world.book(start, end);
    EXPECT_THAT(world.refusals, ElementsAre("start-date: slot-taken")) << start;
  }
  world.book("09:30", "09:45");
  EXPECT_THAT(world.refusals, IsEmpty());
}

// Whatever else is wrong: who asks for a taken slot is told that, and nothing else.
TEST(Booking, OfATakenTimeIsRefusedAsSuchFirst) {
  DiaryWorld world;
  world.book("09:00", "09:30");
  world.add(
      "calendar-management/holidays",
      {{"practitioner-uuid", world.vet}, {"from", day("2026-06-22")}, {"to", day("2026-06-22")}});
  for (const char* start : {"08:00", "09:10"}) {
    world.book(start, "09:45");
    EXPECT_THAT(world.refusals, ElementsAre("start-date: slot-taken"));
  }
}

TEST(Booking, OfAnotherPractitionerIsNotInTheWay) {
  DiaryWorld world;
  world.book("09:00", "09:15");
  world.vet = world.contact("Practitioner");
  world.open("09:00", "10:00");
  world.book("09:00", "09:15");
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(Booking, ElsewhereAtTheSameMomentIsInTheWay) {
  DiaryWorld world;
  // In Auckland it is the next day already.
  const Uuid auckland = world.place("Pacific/Auckland");
  world.add(kAppointments, {{"contact-practitioner-uuid", world.vet},
                            {"location-uuid", auckland},
                            {"appointment-date", day("2026-06-23")},
                            {"start-date", moment("2026-06-22T08:00:00Z")},
                            {"end-date", moment("2026-06-22T12:30:00Z")}});
  world.book("10:30", "10:45");
  EXPECT_THAT(world.refusals, ElementsAre("start-date: slot-taken"));
}

TEST(Slots, OfCancelledAndDeletedAppointmentsAreFree) {
  const std::vector<std::pair<NamedValues, bool>> cases{{{{"status", "Cancelled"}}, true},
                                                        {{{"deleted-date", std::int64_t{1}}}, true},
                                                        {{{"status", "DidNotAttend"}}, false},
                                                        {{{"status", "Completed"}}, false}};
  for (const auto& [how, is_free] : cases) {
    DiaryWorld world;
    world.patch(world.stored(kAppointments, world.book("09:15", "09:30").id()), how);
    ASSERT_THAT(world.refusals, IsEmpty());
    world.book("09:15", "09:30");
    EXPECT_EQ(world.refusals.empty(), is_free) << how.front().first;
  }
}

TEST(Holiday, TakesAPractitionerOutEverywhere) {
  DiaryWorld world;
  world.add(
      "calendar-management/holidays",
      {{"practitioner-uuid", world.vet}, {"from", day("2026-06-20")}, {"to", day("2026-06-22")}});
  world.book("09:00", "09:15");
  EXPECT_THAT(world.refusals, ElementsAre("start-date: practitioner-on-holiday"));
  world.add(kAvailability, world.opening("09:00", "10:00", {{"date", day("2026-06-23")}}));
  world.create(kAppointments, world.booking("09:00", "09:15",
                                            {{"start-date", moment("2026-06-23T08:00:00Z")},
                                             {"end-date", moment("2026-06-23T08:15:00Z")}}));
  EXPECT_THAT(world.refusals, IsEmpty()) << "the day after";
}

TEST(Reason, IsOneThatTheSlotIsOpenTo) {
  DiaryWorld world;
  const Uuid vaccination = entry("calendar-management/appointment-reasons", "vaccination");
  const Uuid nails = entry("calendar-management/appointment-reasons", "nail-clip");
  world.open("14:00", "15:00", {{"reason-uuids", "[\"" + to_string(vaccination) + "\"]"}});
  world.open("15:00", "16:00", {{"reason-uuids", "[]"}});
  world.book("14:00", "14:15", {{"reason-uuid", nails}});
  EXPECT_THAT(world.refusals, ElementsAre("reason-uuid: reason-not-offered"));
  world.book("14:00", "14:15", {{"reason-uuid", nails}, {"reason-text", "Limping"}});
  EXPECT_THAT(world.refusals, IsEmpty()) << "the reason in words wins";
  world.book("14:15", "14:30", {{"reason-uuid", vaccination}});
  EXPECT_THAT(world.refusals, IsEmpty());
  world.book("14:30", "14:45");
  EXPECT_THAT(world.refusals, IsEmpty());
  world.book("15:00", "15:15", {{"reason-uuid", nails}});
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(Appointment, KeepsItsSlotsWhenTheAvailabilityIsGone) {
  DiaryWorld world;
  Record& appointment = world.stored(kAppointments, world.book("09:00", "09:15").id());
  world.add(
      "calendar-management/holidays",
      {{"practitioner-uuid", world.vet}, {"from", day("2026-06-22")}, {"to", day("2026-06-22")}});
  world.patch(appointment, {{"note", "Muzzle needed"}, {"reason-text", "Limping"}});
  EXPECT_THAT(world.refusals, IsEmpty());
  world.patch(appointment, {{"end-date", moment("2026-06-22T08:30:00Z")}});
  EXPECT_THAT(world.refusals, ElementsAre("start-date: practitioner-on-holiday"));
}

TEST(Appointment, MovesWithoutBeingInItsOwnWay) {
  DiaryWorld world;
  Record& appointment = world.stored(kAppointments, world.book("09:00", "09:30").id());
  world.patch(appointment, {{"start-date", moment("2026-06-22T08:15:00Z")},
                            {"end-date", moment("2026-06-22T08:45:00Z")}});
  EXPECT_THAT(world.refusals, IsEmpty());
}

}  // namespace
}  // namespace vip::domains
