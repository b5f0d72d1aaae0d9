// Appointments: what follows from what is named, and the statuses with their times.
#include <gmock/gmock.h>

#include "domains/calendar-management/rules/test_diary.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kAddresses = "contact-management/addresses";
constexpr auto kBookingAccounts = "account-management/accounts";
constexpr auto kPatients = "patient-management/patients";

// A diary with a client, an account and an animal.
struct ClientDiary : Diary {
  ClientDiary() {
    client = contact("Client");
    account = add(kBookingAccounts, {{"contact-uuid", client}}).id();
    patient = add(kPatients, {{"account-uuid", account}}).id();
    add(kAddresses, {{"contact-uuid", client}, {"address1", "Old Quay"}});
    add(kAddresses, {{"contact-uuid", client},
                     {"mailing", boolean(true)},
                     {"name-no", "7"},
                     {"address1", "Orchard Lane"},
                     {"city", "Bristol"},
                     {"postcode", "ZZ1 4AB"}});
  }
  Record booked(const NamedValues& more = {}) {
    return stored(kAppointments, book("09:00", "09:15", more).id());
  }
  Uuid client, account, patient;
  const Instant afterwards = parse_instant("2026-06-22T12:00:00Z").value();
};

TEST(Day, IsThatOfTheLocation) {
  Diary practice;
  practice.open("00:30", "00:45");
  EXPECT_EQ(value_of(practice.book("00:30", "00:45"), "appointment-date"), day("2026-06-22"));
  const Uuid west = practice.place("America/New_York");
  practice.vet = practice.contact("Practitioner");
  practice.open("19:30", "19:45", {{"location-uuid", west}, {"date", day("2026-06-21")}});
  NamedValues values = practice.booking("00:30", "00:45");
  values[1].second = west;
  EXPECT_EQ(value_of(practice.create(kAppointments, values), "appointment-date"),
            day("2026-06-21"));
}

TEST(Day, FollowsTheAppointment) {
  ClientDiary practice;
  Record appointment = practice.booked();
  practice.add(kAvailability, practice.opening("09:00", "10:00", {{"date", day("2026-06-23")}}));
  practice.patch(appointment, {{"start-date", moment("2026-06-23T08:00:00Z")},
                               {"end-date", moment("2026-06-23T08:15:00Z")}});
  EXPECT_EQ(value_of(appointment, "appointment-date"), day("2026-06-23"));
}

TEST(Client, FollowsFromThePatient) {
  ClientDiary practice;
  const Record appointment = practice.booked({{"patient-uuid", practice.patient}});
  EXPECT_EQ(value_of(appointment, "account-uuid"), Value{practice.account});
  EXPECT_EQ(value_of(appointment, "account-contact-uuid"), Value{practice.client});
  EXPECT_EQ(text_of(appointment, "address-denormalised"), "7 Orchard Lane, Bristol, ZZ1 4AB");
}

TEST(Client, MayBeUnknown) {
  ClientDiary practice;
  const Record appointment =
      practice.booked({{"online-booking", boolean(true)}, {"note", "Mrs Penrose, a cat"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(value_of(appointment, "account-uuid"), null_value());
  EXPECT_EQ(value_of(appointment, "address-denormalised"), null_value());
}

TEST(Client, CanBeVisitedElsewhere) {
  ClientDiary practice;
  Record appointment = practice.booked(
      {{"account-uuid", practice.account}, {"address-denormalised", "The upper field"}});
  EXPECT_EQ(text_of(appointment, "address-denormalised"), "The upper field");
  practice.patch(appointment, {{"note", "Gate is locked"}});
  EXPECT_EQ(text_of(appointment, "address-denormalised"), "The upper field");
  practice.patch(appointment, {{"account-uuid", null_value()}});
  EXPECT_EQ(value_of(appointment, "account-contact-uuid"), null_value());
  EXPECT_EQ(value_of(appointment, "address-denormalised"), null_value());
}

TEST(Client, AndPatientBelongTogether) {
  ClientDiary practice;
  const Uuid other = practice.contact("Client");
  const Uuid account = practice.add(kBookingAccounts, {{"contact-uuid", other}}).id();
  practice.book("09:00", "09:15", {{"account-uuid", account}, {"patient-uuid", practice.patient}});
  EXPECT_THAT(practice.refusals, ElementsAre("patient-uuid: reference-mismatch"));
  practice.book("09:00", "09:15",
                {{"account-uuid", practice.account}, {"account-contact-uuid", other}});
  EXPECT_THAT(practice.refusals, ElementsAre("account-contact-uuid: reference-mismatch"));
}

TEST(OnlineBooking, IsRefusedForAccountsThatMayNot) {
  ClientDiary practice;
  practice.patch(practice.stored(kBookingAccounts, practice.account),
                 {{"disallow-online-bookings", boolean(true)}});
  const NamedValues online{{"account-uuid", practice.account}, {"online-booking", boolean(true)}};
  practice.book("09:00", "09:15", online);
  EXPECT_THAT(practice.refusals, ElementsAre("online-booking: online-booking-disallowed"));
  Record appointment = practice.booked({{"account-uuid", practice.account}});
  EXPECT_THAT(practice.refusals, IsEmpty()) << "by telephone it may";
  practice.patch(appointment, {{"online-booking", boolean(true)}});
  EXPECT_THAT(practice.refusals, ElementsAre("online-booking: online-booking-disallowed"));
}

TEST(OnlineBooking, StaysWhenTheAccountIsKeptFromItLater) {
  ClientDiary practice;
  Record appointment =
      practice.booked({{"account-uuid", practice.account}, {"online-booking", boolean(true)}});
  practice.patch(practice.stored(kBookingAccounts, practice.account),
                 {{"disallow-online-bookings", boolean(true)}});
  practice.patch(appointment, {{"status", "Cancelled"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(OnlineBooking, IsNotOfATimeThatHasPassed) {
  ClientDiary practice;
  const NamedValues online{{"online-booking", boolean(true)}};
  practice.time = parse_instant("2026-06-22T08:15:00.001Z").value();
  for (const char* start : {"09:00", "09:15"}) {  // the slot that has begun, too
    practice.book(start, "09:30", online);
    EXPECT_THAT(practice.refusals, ElementsAre("start-date: online-booking-in-past")) << start;
  }
  Record appointment = practice.stored(kAppointments, practice.book("09:30", "09:45", online).id());
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.time = practice.afterwards;
  practice.patch(appointment, {{"status", "Completed"}});
  EXPECT_THAT(practice.refusals, IsEmpty()) << "it was booked in time";
  practice.book("10:30", "10:45", {{"online-booking", boolean(true)}, {"status", "DidNotAttend"}});
  EXPECT_THAT(practice.refusals, IsEmpty()) << "history";
  Record walk_in = practice.booked();
  EXPECT_THAT(practice.refusals, IsEmpty()) << "the practice may";
  practice.patch(walk_in, online);
  EXPECT_THAT(practice.refusals, ElementsAre("start-date: online-booking-in-past"));
}

TEST(PastDay, IsWarnedOfUnlessItIsHistory) {
  ClientDiary practice;
  practice.time = practice.afterwards;
  practice.booked();
  EXPECT_THAT(practice.warnings, IsEmpty()) << "a walk-in of today";
  practice.time.milliseconds += std::int64_t{24} * 60 * 60'000;
  practice.book("09:15", "09:30");
  EXPECT_THAT(practice.warnings, ElementsAre("start-date: appointment-in-past"));
  practice.book("09:30", "09:45", {{"status", "Completed"}});
  EXPECT_THAT(practice.warnings, IsEmpty());
  practice.book("10:30", "10:45", {{"legacy-id", "A-1"}});
  EXPECT_THAT(practice.warnings, IsEmpty());
}

TEST(Completion, IsNotInTheFuture) {
  ClientDiary practice;
  practice.book("09:00", "09:15", {{"status", "Completed"}});
  EXPECT_THAT(practice.refusals, ElementsAre("status: date-in-future"));
  Record appointment = practice.booked();
  practice.patch(appointment, {{"status", "Completed"}});
  EXPECT_THAT(practice.refusals, ElementsAre("status: date-in-future"));
  practice.patch(appointment, {{"status", "Arrived"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(practice.warnings, ElementsAre("status: appointment-in-future"));
  practice.time = practice.afterwards;
  practice.patch(appointment,
                 {{"status", "Completed"}, {"completed-date", moment("2026-06-23T09:00:00Z")}});
  EXPECT_THAT(practice.refusals, ElementsAre("completed-date: date-in-future"));
  practice.patch(appointment, {{"status", "Completed"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(appointment, {{"start-date", moment("2026-06-29T08:00:00Z")},
                               {"end-date", moment("2026-06-29T08:15:00Z")}});
  EXPECT_THAT(practice.refusals, testing::Contains("start-date: date-in-future"));
}

TEST(Patient, IsWithOnePractitionerAtATime) {
  ClientDiary practice;
  const NamedValues of_patient{{"patient-uuid", practice.patient}};
  Record first = practice.booked(of_patient);
  practice.vet = practice.contact("Practitioner");
  practice.open("09:00", "10:00");
  Record second = practice.stored(kAppointments, practice.book("09:15", "09:30", of_patient).id());
  EXPECT_THAT(practice.warnings, IsEmpty()) << "one after the other";
  practice.patch(second, {{"start-date", moment("2026-06-22T08:00:00Z")}});
  EXPECT_THAT(practice.warnings, ElementsAre("patient-uuid: patient-double-booked"));
  practice.patch(first, {{"status", "Cancelled"}});
  practice.vet = practice.contact("Practitioner");
  practice.open("09:00", "10:00");
  practice.book("09:30", "09:45", of_patient);
  EXPECT_THAT(practice.warnings, IsEmpty());
}

TEST(Address, FollowsTheClientUntilTheVisitIsOver) {
  ClientDiary practice;
  const Record appointment = practice.booked({{"account-uuid", practice.account}});
  const Record elsewhere = practice.book(
      "09:15", "09:30",
      {{"account-uuid", practice.account}, {"address-denormalised", "The upper field"}});
  const auto shown = [&](const Record& visit) {
    return text_of(practice.stored(kAppointments, visit.id()), "address-denormalised");
  };
  Record home = practice.all(kAddresses).back();
  practice.patch(home, {{"name-no", "9"}});
  EXPECT_EQ(shown(appointment), "9 Orchard Lane, Bristol, ZZ1 4AB");
  EXPECT_EQ(shown(elsewhere), "The upper field");
  practice.patch(practice.all(kAddresses).front(),
                 {{"mailing", boolean(true)}, {"postcode", "ZZ1 4AC"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(shown(appointment), "Old Quay, ZZ1 4AC");
  practice.remove(practice.all(kAddresses).front());
  EXPECT_EQ(shown(appointment), "9 Orchard Lane, Bristol, ZZ1 4AB");
  EXPECT_EQ(shown(elsewhere), "The upper field");
  practice.time = practice.afterwards;
  practice.patch(practice.all(kAddresses).front(), {{"address1", "New Quay"}});
  EXPECT_EQ(shown(appointment), "9 Orchard Lane, Bristol, ZZ1 4AB");
}

TEST(Practitioner, IsOneWhoeverIsNamed) {
  ClientDiary practice;
  practice.book("09:00", "09:15", {{"assigned-practitioner-uuid", practice.client}});
  EXPECT_THAT(practice.refusals,
              ElementsAre("assigned-practitioner-uuid: contact-not-practitioner"));
  practice.vet = practice.client;
  practice.open("12:00", "13:00");
  practice.book("12:00", "12:15");
  EXPECT_THAT(practice.refusals,
              ElementsAre("contact-practitioner-uuid: contact-not-practitioner"));
}

TEST(DisplayReason, IsTheTextElseTheLibrarysName) {
  ClientDiary practice;
  const Uuid nails = entry("calendar-management/appointment-reasons", "nail-clip");
  Record appointment = practice.booked({{"reason-uuid", nails}, {"reason-text", "Limping"}});
  EXPECT_EQ(text_of(appointment, "display-reason"), "Limping");
  EXPECT_EQ(value_of(appointment, "reason-uuid"), Value{nails});
  practice.patch(appointment, {{"reason-text", null_value()}});
  EXPECT_EQ(text_of(appointment, "display-reason"), "Nail Clip");
  practice.patch(appointment, {{"reason-uuid", null_value()}});
  EXPECT_EQ(value_of(appointment, "display-reason"), null_value());
}

TEST(DeceasedPatient, IsFlaggedAndWarnedOf) {
  ClientDiary practice;
  EXPECT_EQ(value_of(practice.booked({{"patient-uuid", practice.patient}}), "patient-deceased"),
            boolean(false));
  EXPECT_THAT(practice.warnings, IsEmpty());
  practice.add(kPatients, {});
  Record patient = practice.stored(kPatients, practice.patient);
  practice.set(patient, {{"status-deceased", boolean(true)}});
  const Record appointment = practice.book("09:15", "09:30", {{"patient-uuid", practice.patient}});
  EXPECT_EQ(value_of(appointment, "patient-deceased"), boolean(true));
  EXPECT_THAT(practice.warnings, ElementsAre("patient-uuid: patient-deceased"));
}

TEST(Status, TakesTheTimeAtWhichItIsReached) {
  ClientDiary practice;
  practice.time = practice.afterwards;
  Record appointment = practice.booked();
  EXPECT_EQ(text_of(appointment, "status"), "Booked");
  const Value arrival{practice.time.milliseconds};
  practice.patch(appointment, {{"status", "Arrived"}});
  practice.time.milliseconds += 10 * 60'000;
  practice.patch(appointment, {{"status", "InConsult"}});
  practice.patch(appointment, {{"status", "Completed"}, {"completed-date", std::int64_t{7}}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(value_of(appointment, "arrived-date"), arrival);
  EXPECT_EQ(value_of(appointment, "in-consult-date"), Value{practice.time.milliseconds});
  EXPECT_EQ(value_of(appointment, "completed-date"), Value{std::int64_t{7}});
}

TEST(Status, TakenBackForgetsItsTime) {
  ClientDiary practice;
  Record appointment = practice.booked();
  practice.patch(appointment, {{"status", "InConsult"}});
  practice.patch(appointment, {{"status", "Arrived"}, {"arrived-date", std::int64_t{7}}});
  EXPECT_EQ(value_of(appointment, "in-consult-date"), null_value());
  EXPECT_EQ(value_of(appointment, "arrived-date"), Value{std::int64_t{7}});
  practice.patch(appointment, {{"status", "Booked"}});
  EXPECT_EQ(value_of(appointment, "arrived-date"), null_value());
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Status, HasNoTimeBeforeItIsReached) {
  ClientDiary practice;
  practice.patch(practice.booked(), {{"cancelled-date", std::int64_t{7}}});
  EXPECT_THAT(practice.refusals, ElementsAre("cancelled-date: status-not-reached"));
}

TEST(Status, OfHistoryIsWhateverItWas) {
  ClientDiary practice;
  practice.time = practice.afterwards;
  const Record appointment =
      practice.booked({{"status", "Completed"}, {"completed-date", std::int64_t{7}}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(value_of(appointment, "completed-date"), Value{std::int64_t{7}});
  EXPECT_EQ(value_of(appointment, "arrived-date"), null_value());
}

struct Step {
  const char* from;
  std::vector<std::string> to;
};

class Steps : public testing::TestWithParam<Step> {};

TEST_P(Steps, AreTheseAndNoOthers) {
  const auto& all = declared().resource(kAppointments).field("status").enum_values;
  for (const std::string& next : all) {
    if (next == GetParam().from) continue;
    ClientDiary practice;
    practice.time = practice.afterwards;
    practice.patch(practice.booked({{"status", GetParam().from}}), {{"status", next}});
    const bool allowed = std::ranges::find(GetParam().to, next) != GetParam().to.end();
    EXPECT_EQ(practice.refusals, allowed
                                     ? std::vector<std::string>{}
                                     : std::vector<std::string>{"status: transition-not-allowed"})
        << next;
  }
}

INSTANTIATE_TEST_SUITE_P(
    From, Steps,
    testing::Values(Step{"Booked",
                         {"Arrived", "InConsult", "Completed", "DidNotAttend", "Cancelled"}},
                    Step{"Arrived", {"Booked", "InConsult", "Completed", "Cancelled"}},
                    Step{"InConsult", {"Arrived", "Completed"}},
                    Step{"DidNotAttend", {"Booked", "Arrived"}}, Step{"Completed", {}},
                    Step{"Cancelled", {}}),
    [](const auto& each) { return each.param.from; });

}  // namespace
}  // namespace vip::domains
