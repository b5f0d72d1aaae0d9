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
  Diary practice;
  practice.book(GetParam().start, GetParam().end);
  EXPECT_EQ(practice.refusals, GetParam().refusals);
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
  Diary practice;
  practice.open("11:30", "12:00", {{"slot-length-minutes", std::int64_t{30}}});
  practice.book("11:15", "12:00");
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Booking, StaysWithinTheDayOfTheLocation) {
  Diary practice;
  const auto from = [&](const char* start, const char* end) {
    practice.create(kAppointments, {{"contact-practitioner-uuid", practice.vet},
                                    {"location-uuid", practice.london},
                                    {"start-date", moment(start)},
                                    {"end-date", moment(end)}});
    return practice.refusals;
  };
  practice.open("23:00", "00:00");
  EXPECT_THAT(from("2026-06-22T21:45:00Z", "2026-06-22T23:00:00Z"),
              ElementsAre("start-date: not-whole-slots"));
  EXPECT_THAT(from("2026-06-22T22:45:00Z", "2026-06-22T23:00:00Z"), IsEmpty())
      << "midnight at its end belongs to the day";
  EXPECT_THAT(from("2026-06-22T22:30:00Z", "2026-06-22T23:15:00Z"),
              ElementsAre("end-date: crosses-midnight"));
}

TEST(Booking, IsOfSlotsAtTheLocation) {
  Diary practice;
  const Uuid elsewhere = practice.place("Europe/London");
  NamedValues values = practice.booking("09:00", "09:15");
  values[1].second = elsewhere;
  practice.create(kAppointments, values);
  EXPECT_THAT(practice.refusals, ElementsAre("start-date: outside-availability"));
}

TEST(Booking, OfATakenSlotIsRefused) {
  Diary practice;
  practice.book("09:00", "09:30");
  for (const auto& [start, end] :
       {std::pair{"09:00", "09:15"}, {"09:15", "09:45"}, {"09:00", "09:30"}}) {
    practice.book(start, end);
    EXPECT_THAT(practice.refusals, ElementsAre("start-date: slot-taken")) << start;
  }
  practice.book("09:30", "09:45");
  EXPECT_THAT(practice.refusals, IsEmpty());
}

// Whatever else is wrong: who asks for a taken slot is told that, and nothing else.
TEST(Booking, OfATakenTimeIsRefusedAsSuchFirst) {
  Diary practice;
  practice.book("09:00", "09:30");
  practice.add("calendar-management/holidays", {{"practitioner-uuid", practice.vet},
                                                {"from", day("2026-06-22")},
                                                {"to", day("2026-06-22")}});
  for (const char* start : {"08:00", "09:10"}) {
    practice.book(start, "09:45");
    EXPECT_THAT(practice.refusals, ElementsAre("start-date: slot-taken"));
  }
}

TEST(Booking, OfAnotherPractitionerIsNotInTheWay) {
  Diary practice;
  practice.book("09:00", "09:15");
  practice.vet = practice.contact("Practitioner");
  practice.open("09:00", "10:00");
  practice.book("09:00", "09:15");
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Booking, ElsewhereAtTheSameMomentIsInTheWay) {
  Diary practice;
  // In Auckland it is the next day already.
  const Uuid auckland = practice.place("Pacific/Auckland");
  practice.add(kAppointments, {{"contact-practitioner-uuid", practice.vet},
                               {"location-uuid", auckland},
                               {"appointment-date", day("2026-06-23")},
                               {"start-date", moment("2026-06-22T08:00:00Z")},
                               {"end-date", moment("2026-06-22T12:30:00Z")}});
  practice.book("10:30", "10:45");
  EXPECT_THAT(practice.refusals, ElementsAre("start-date: slot-taken"));
}

TEST(Slots, OfCancelledAndDeletedAppointmentsAreFree) {
  const std::vector<std::pair<NamedValues, bool>> cases{{{{"status", "Cancelled"}}, true},
                                                        {{{"deleted-date", std::int64_t{1}}}, true},
                                                        {{{"status", "DidNotAttend"}}, false},
                                                        {{{"status", "Completed"}}, false}};
  for (const auto& [how, is_free] : cases) {
    Diary practice;
    practice.time = parse_instant("2026-06-22T12:00:00Z").value();
    practice.patch(practice.stored(kAppointments, practice.book("09:15", "09:30").id()), how);
    ASSERT_THAT(practice.refusals, IsEmpty());
    practice.book("09:15", "09:30");
    EXPECT_EQ(practice.refusals.empty(), is_free) << how.front().first;
  }
}

TEST(Holiday, TakesAPractitionerOutEverywhere) {
  Diary practice;
  practice.add("calendar-management/holidays", {{"practitioner-uuid", practice.vet},
                                                {"from", day("2026-06-20")},
                                                {"to", day("2026-06-22")}});
  practice.book("09:00", "09:15");
  EXPECT_THAT(practice.refusals, ElementsAre("start-date: practitioner-on-holiday"));
  practice.add(kAvailability, practice.opening("09:00", "10:00", {{"date", day("2026-06-23")}}));
  practice.create(kAppointments, practice.booking("09:00", "09:15",
                                                  {{"start-date", moment("2026-06-23T08:00:00Z")},
                                                   {"end-date", moment("2026-06-23T08:15:00Z")}}));
  EXPECT_THAT(practice.refusals, IsEmpty()) << "the day after";
}

TEST(Reason, IsOneThatTheSlotIsOpenTo) {
  Diary practice;
  const Uuid vaccination = entry("calendar-management/appointment-reasons", "vaccination");
  const Uuid nails = entry("calendar-management/appointment-reasons", "nail-clip");
  practice.open("14:00", "15:00", {{"reason-uuids", "[\"" + to_string(vaccination) + "\"]"}});
  practice.open("15:00", "16:00", {{"reason-uuids", "[]"}});
  practice.book("14:00", "14:15", {{"reason-uuid", nails}});
  EXPECT_THAT(practice.refusals, ElementsAre("reason-uuid: reason-not-offered"));
  practice.book("14:00", "14:15", {{"reason-uuid", nails}, {"reason-text", "Limping"}});
  EXPECT_THAT(practice.refusals, IsEmpty()) << "the reason in words wins";
  practice.book("14:15", "14:30", {{"reason-uuid", vaccination}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.book("14:30", "14:45");
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.book("15:00", "15:15", {{"reason-uuid", nails}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Appointment, KeepsItsSlotsWhenTheAvailabilityIsGone) {
  Diary practice;
  Record appointment = practice.stored(kAppointments, practice.book("09:00", "09:15").id());
  practice.add("calendar-management/holidays", {{"practitioner-uuid", practice.vet},
                                                {"from", day("2026-06-22")},
                                                {"to", day("2026-06-22")}});
  practice.patch(appointment, {{"note", "Muzzle needed"}, {"reason-text", "Limping"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(appointment, {{"end-date", moment("2026-06-22T08:30:00Z")}});
  EXPECT_THAT(practice.refusals, ElementsAre("start-date: practitioner-on-holiday"));
}

TEST(Appointment, MovesWithoutBeingInItsOwnWay) {
  Diary practice;
  Record appointment = practice.stored(kAppointments, practice.book("09:00", "09:30").id());
  practice.patch(appointment, {{"start-date", moment("2026-06-22T08:15:00Z")},
                               {"end-date", moment("2026-06-22T08:45:00Z")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

}  // namespace
}  // namespace vip::domains
