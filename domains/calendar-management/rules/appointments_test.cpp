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
struct ClientWorld : DiaryWorld {
  ClientWorld() {
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
  Record& booked(const NamedValues& more = {}) {
    return stored(kAppointments, book("09:00", "09:15", more).id());
  }
  Uuid client, account, patient;
};

TEST(Day, IsThatOfTheLocation) {
  DiaryWorld world;
  EXPECT_EQ(value_of(world.book("00:30", "00:45"), "appointment-date"), day("2026-06-22"));
  const Uuid west = world.place("America/New_York");
  NamedValues values = world.booking("00:30", "00:45");
  values[1].second = west;
  EXPECT_EQ(value_of(world.create(kAppointments, values), "appointment-date"), day("2026-06-21"));
}

TEST(Day, FollowsTheAppointment) {
  ClientWorld world;
  Record& appointment = world.booked();
  world.add(kAvailability, world.opening("09:00", "10:00", {{"date", day("2026-06-23")}}));
  world.patch(appointment, {{"start-date", moment("2026-06-23T08:00:00Z")},
                            {"end-date", moment("2026-06-23T08:15:00Z")}});
  EXPECT_EQ(value_of(appointment, "appointment-date"), day("2026-06-23"));
}

TEST(Client, FollowsFromThePatient) {
  ClientWorld world;
  const Record appointment = world.booked({{"patient-uuid", world.patient}});
  EXPECT_EQ(value_of(appointment, "account-uuid"), Value{world.account});
  EXPECT_EQ(value_of(appointment, "account-contact-uuid"), Value{world.client});
  EXPECT_EQ(text_of(appointment, "address-denormalised"), "7 Orchard Lane, Bristol, ZZ1 4AB");
}

TEST(Client, MayBeUnknown) {
  ClientWorld world;
  const Record appointment =
      world.booked({{"online-booking", boolean(true)}, {"note", "Mrs Penrose, a cat"}});
  EXPECT_THAT(world.refusals, IsEmpty());
  EXPECT_EQ(value_of(appointment, "account-uuid"), null_value());
  EXPECT_EQ(value_of(appointment, "address-denormalised"), null_value());
}

TEST(Client, CanBeVisitedElsewhere) {
  ClientWorld world;
  Record& appointment =
      world.booked({{"account-uuid", world.account}, {"address-denormalised", "The upper field"}});
  EXPECT_EQ(text_of(appointment, "address-denormalised"), "The upper field");
  world.patch(appointment, {{"note", "Gate is locked"}});
  EXPECT_EQ(text_of(appointment, "address-denormalised"), "The upper field");
  world.patch(appointment, {{"account-uuid", null_value()}});
  EXPECT_EQ(value_of(appointment, "account-contact-uuid"), null_value());
  EXPECT_EQ(value_of(appointment, "address-denormalised"), null_value());
}

TEST(Client, AndPatientBelongTogether) {
  ClientWorld world;
  const Uuid other = world.contact("Client");
  const Uuid account = world.add(kBookingAccounts, {{"contact-uuid", other}}).id();
  world.book("09:00", "09:15", {{"account-uuid", account}, {"patient-uuid", world.patient}});
  EXPECT_THAT(world.refusals, ElementsAre("patient-uuid: reference-mismatch"));
  world.book("09:00", "09:15", {{"account-uuid", world.account}, {"account-contact-uuid", other}});
  EXPECT_THAT(world.refusals, ElementsAre("account-contact-uuid: reference-mismatch"));
}

TEST(OnlineBooking, IsRefusedForAccountsThatMayNot) {
  ClientWorld world;
  world.patch(world.stored(kBookingAccounts, world.account),
              {{"disallow-online-bookings", boolean(true)}});
  const NamedValues online{{"account-uuid", world.account}, {"online-booking", boolean(true)}};
  world.book("09:00", "09:15", online);
  EXPECT_THAT(world.refusals, ElementsAre("online-booking: online-booking-disallowed"));
  Record& appointment = world.booked({{"account-uuid", world.account}});
  EXPECT_THAT(world.refusals, IsEmpty()) << "by telephone it may";
  world.patch(appointment, {{"online-booking", boolean(true)}});
  EXPECT_THAT(world.refusals, ElementsAre("online-booking: online-booking-disallowed"));
}

TEST(OnlineBooking, StaysWhenTheAccountIsKeptFromItLater) {
  ClientWorld world;
  Record& appointment =
      world.booked({{"account-uuid", world.account}, {"online-booking", boolean(true)}});
  world.patch(world.stored(kBookingAccounts, world.account),
              {{"disallow-online-bookings", boolean(true)}});
  world.patch(appointment, {{"status", "Cancelled"}});
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(Practitioner, IsOneWhoeverIsNamed) {
  ClientWorld world;
  world.book("09:00", "09:15", {{"assigned-practitioner-uuid", world.client}});
  EXPECT_THAT(world.refusals, ElementsAre("assigned-practitioner-uuid: contact-not-practitioner"));
  world.vet = world.client;
  world.open("12:00", "13:00");
  world.book("12:00", "12:15");
  EXPECT_THAT(world.refusals, ElementsAre("contact-practitioner-uuid: contact-not-practitioner"));
}

TEST(DisplayReason, IsTheTextElseTheLibrarysName) {
  ClientWorld world;
  const Uuid nails = entry("calendar-management/appointment-reasons", "nail-clip");
  Record& appointment = world.booked({{"reason-uuid", nails}, {"reason-text", "Limping"}});
  EXPECT_EQ(text_of(appointment, "display-reason"), "Limping");
  EXPECT_EQ(value_of(appointment, "reason-uuid"), Value{nails});
  world.patch(appointment, {{"reason-text", null_value()}});
  EXPECT_EQ(text_of(appointment, "display-reason"), "Nail Clip");
  world.patch(appointment, {{"reason-uuid", null_value()}});
  EXPECT_EQ(value_of(appointment, "display-reason"), null_value());
}

TEST(DeceasedPatient, IsFlaggedAndWarnedOf) {
  ClientWorld world;
  EXPECT_EQ(value_of(world.booked({{"patient-uuid", world.patient}}), "patient-deceased"),
            boolean(false));
  EXPECT_THAT(world.warnings, IsEmpty());
  world.add(kPatients, {});
  world.stored(kPatients, world.patient)
      .at(declared().resource(kPatients).field("status-deceased")) = boolean(true);
  const Record appointment = world.book("09:15", "09:30", {{"patient-uuid", world.patient}});
  EXPECT_EQ(value_of(appointment, "patient-deceased"), boolean(true));
  EXPECT_THAT(world.warnings, ElementsAre("patient-uuid: patient-deceased"));
}

TEST(Status, TakesTheTimeAtWhichItIsReached) {
  ClientWorld world;
  Record& appointment = world.booked();
  EXPECT_EQ(text_of(appointment, "status"), "Booked");
  const Value arrival{world.time.milliseconds};
  world.patch(appointment, {{"status", "Arrived"}});
  world.time.milliseconds += 10 * 60'000;
  world.patch(appointment, {{"status", "InConsult"}});
  world.patch(appointment, {{"status", "Completed"}, {"completed-date", std::int64_t{7}}});
  EXPECT_THAT(world.refusals, IsEmpty());
  EXPECT_EQ(value_of(appointment, "arrived-date"), arrival);
  EXPECT_EQ(value_of(appointment, "in-consult-date"), Value{world.time.milliseconds});
  EXPECT_EQ(value_of(appointment, "completed-date"), Value{std::int64_t{7}});
}

TEST(Status, TakenBackForgetsItsTime) {
  ClientWorld world;
  Record& appointment = world.booked();
  world.patch(appointment, {{"status", "InConsult"}});
  world.patch(appointment, {{"status", "Arrived"}, {"arrived-date", std::int64_t{7}}});
  EXPECT_EQ(value_of(appointment, "in-consult-date"), null_value());
  EXPECT_EQ(value_of(appointment, "arrived-date"), Value{std::int64_t{7}});
  world.patch(appointment, {{"status", "Booked"}});
  EXPECT_EQ(value_of(appointment, "arrived-date"), null_value());
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(Status, HasNoTimeBeforeItIsReached) {
  ClientWorld world;
  world.patch(world.booked(), {{"cancelled-date", std::int64_t{7}}});
  EXPECT_THAT(world.refusals, ElementsAre("cancelled-date: status-not-reached"));
}

TEST(Status, OfHistoryIsWhateverItWas) {
  ClientWorld world;
  const Record appointment =
      world.booked({{"status", "Completed"}, {"completed-date", std::int64_t{7}}});
  EXPECT_THAT(world.refusals, IsEmpty());
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
    ClientWorld world;
    world.patch(world.booked({{"status", GetParam().from}}), {{"status", next}});
    const bool allowed = std::ranges::find(GetParam().to, next) != GetParam().to.end();
    EXPECT_EQ(world.refusals, allowed ? std::vector<std::string>{}
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
