// Patients: the libraries hang together, herds are a matter of farms, states have their days, chips
// may recur.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kPatients = "patient-management/patients";

Uuid category(std::string_view code) {
  return entry("patient-management/patient-categories", code);
}
Uuid species(std::string_view code) { return entry("patient-management/species", code); }
Uuid breed(std::string_view code) { return entry("patient-management/breeds", code); }
Uuid gender(std::string_view code) { return entry("patient-management/genders", code); }

// A dog, with what else is named.
NamedValues dog(const NamedValues& more = {}) {
  NamedValues values{{"patient-name", "Biscuit"},
                     {"patient-category-uuid", category("small-animal")},
                     {"species-uuid", species("canine")},
                     {"gender-uuid", gender("female")}};
  for (const auto& value : more) values.push_back(value);
  return values;
}

struct Fit {
  const char* name;
  NamedValues values;
  std::vector<std::string> refusals;
};

class Libraries : public testing::TestWithParam<Fit> {};

TEST_P(Libraries, HangTogether) {
  Practice practice;
  practice.create(kPatients, dog(GetParam().values));
  EXPECT_EQ(practice.refusals, GetParam().refusals);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Libraries,
    testing::Values(Fit{"Dog", {}, {}},
                    Fit{"Breed", {{"breed-uuid", breed("canine-chihuahua")}}, {}},
                    Fit{"BreedOfCats",
                        {{"breed-uuid", breed("feline-bengal")}},
                        {"breed-uuid: reference-mismatch"}},
                    Fit{"GenderOfHorses",
                        {{"gender-uuid", gender("mare")}},
                        {"gender-uuid: reference-mismatch"}},
                    Fit{"CategoryOfHorses",
                        {{"patient-category-uuid", category("equine")}},
                        {"species-uuid: reference-mismatch"}},
                    Fit{"SpeciesOfFarms",
                        {{"species-uuid", species("cattle")}},
                        {"species-uuid: reference-mismatch", "gender-uuid: reference-mismatch"}},
                    Fit{"Herd",
                        {{"herd-reference", "UK 900001"}, {"herd-size", std::int64_t{4}}},
                        {"herd-reference: not-applicable", "herd-size: not-applicable"}},
                    Fit{"HerdOfCattle",
                        {{"patient-category-uuid", category("farm-animal")},
                         {"species-uuid", species("cattle")},
                         {"gender-uuid", gender("mixed")},
                         {"herd-size", std::int64_t{140}}},
                        {}}),
    [](const auto& each) { return each.param.name; });

TEST(Species, WithoutACategoryFitsAny) {
  Practice practice;
  const Uuid own = practice.add("patient-management/species", {{"name", "Emu"}}).id();
  const Uuid cock = practice
                        .add("patient-management/genders",
                             {{"name", "Cock"}, {"species-uuids", "[\"" + to_string(own) + "\"]"}})
                        .id();
  practice.create(kPatients, dog({{"species-uuid", own}, {"gender-uuid", cock}}));
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Herd, IsNotLeftBehindWhenTheCategoryChanges) {
  Practice practice;
  Record herd = practice.add(kPatients, {{"patient-category-uuid", category("farm-animal")},
                                         {"species-uuid", species("alpaca")},
                                         {"gender-uuid", gender("male")},
                                         {"herd-size", std::int64_t{3}}});
  practice.patch(herd, {{"patient-category-uuid", category("exotic")}});
  EXPECT_THAT(practice.refusals,
              ElementsAre("species-uuid: reference-mismatch", "herd-size: not-applicable"));
}

TEST(Death, HasItsDay) {
  Practice practice;
  Record patient = practice.add(kPatients, dog({{"date-of-birth", day("2020-05-01")}}));
  const auto dies = [&](const NamedValues& values) {
    practice.patch(patient, values);
    return practice.refusals;
  };
  const std::pair<std::string, Value> dead{"status-deceased", boolean(true)};
  EXPECT_THAT(dies({dead}), ElementsAre("status-deceased-date: deceased-date-required"));
  EXPECT_THAT(dies({dead, {"status-deceased-date", day("2026-06-16")}}),
              ElementsAre("status-deceased-date: date-in-future"));
  EXPECT_THAT(dies({dead, {"status-deceased-date", day("2020-04-30")}}),
              ElementsAre("status-deceased-date: dates-reversed"));
  EXPECT_THAT(dies({{"status-deceased-date", day("2026-06-15")}}),
              ElementsAre("status-deceased-date: not-applicable"));
  EXPECT_THAT(dies({dead, {"status-deceased-date", day("2026-06-15")}}), IsEmpty());
  EXPECT_THAT(dies({{"status-deceased-date", null_value()}}),
              ElementsAre("status-deceased-date: deceased-date-required"));
}

TEST(Death, TakenBackTakesItsDayAlong) {
  Practice practice;
  Record patient = practice.add(kPatients, dog({{"status-deceased", boolean(true)},
                                                {"status-deceased-date", day("2026-06-01")}}));
  const Record alive = practice.patch(patient, {{"status-deceased", boolean(false)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(alive.at(alive.resource->field("status-deceased-date")), null_value());
}

TEST(Death, IsToldByAppointmentsToCome) {
  Practice practice;
  Record patient = practice.add(kPatients, dog());
  const auto appointment = [&](const char* start, const NamedValues& more = {}) {
    NamedValues values{{"patient-uuid", patient.id()},
                       {"start-date", parse_instant(start).value().milliseconds}};
    for (const auto& value : more) values.push_back(value);
    return practice.add("calendar-management/appointments", values).id();
  };
  appointment("2026-06-15T09:00:00Z");
  const Uuid next = appointment("2026-06-15T11:00:00Z");
  appointment("2026-06-16T09:00:00Z", {{"deleted-date", std::int64_t{1}}});
  const Uuid later = appointment("2027-06-15T09:00:00Z");
  for (const bool deceased : {true, false}) {
    practice.patch(patient,
                   {{"status-deceased", boolean(deceased)},
                    {"status-deceased-date", deceased ? day("2026-06-15") : null_value()}});
    ASSERT_THAT(practice.written(), ElementsAre("update patient-management/patients",
                                                "update calendar-management/appointments",
                                                "update calendar-management/appointments"));
    EXPECT_EQ(practice.changes[1].record, next);
    EXPECT_EQ(practice.changes[2].record, later);
    for (const Uuid& id : {next, later})
      EXPECT_EQ(
          value_of(practice.stored("calendar-management/appointments", id), "patient-deceased"),
          boolean(deceased));
  }
  practice.patch(patient, {{"patient-name", "Crumpet"}});
  EXPECT_THAT(practice.written(), ElementsAre("update patient-management/patients"));
}

TEST(Sale, IsOfTodayUnlessADayIsGiven) {
  Practice practice;
  const auto sold_on = [](const Record& patient) {
    return patient.at(patient.resource->field("status-sold-date"));
  };
  EXPECT_EQ(sold_on(practice.create(kPatients, dog({{"status-sold", boolean(true)}}))),
            day("2026-06-15"));
  EXPECT_EQ(sold_on(practice.create(kPatients, dog({{"status-sold", boolean(true)},
                                                    {"status-sold-date", day("2026-02-01")}}))),
            day("2026-02-01"));
  practice.create(kPatients, dog({{"status-sold-date", day("2026-02-01")}}));
  EXPECT_THAT(practice.refusals, ElementsAre("status-sold-date: not-applicable"));
}

TEST(Microchip, HasAType) {
  Practice practice;
  Record patient = practice.create(kPatients, dog({{"microchip", "999000000012345"}}));
  EXPECT_EQ(text_of(patient, "microchip-type"), "ISO11784");
  EXPECT_EQ(text_of(practice.patch(patient, {{"microchip", "123456789"}}), "microchip-type"),
            "Legacy");
  EXPECT_EQ(text_of(practice.patch(patient, {{"microchip", null_value()}}), "microchip-type"), "");
}

TEST(Microchip, OfASecondActiveAnimalIsWarnedOf) {
  Practice practice;
  const NamedValues chipped = dog({{"microchip", "999000000012345"}});
  Record first = practice.add(kPatients, chipped);
  practice.create(kPatients, chipped);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(practice.warnings, ElementsAre("microchip: microchip-in-use"));
  practice.patch(first, {{"patient-name", "Crumpet"}});
  EXPECT_THAT(practice.warnings, IsEmpty()) << "a change elsewhere is not warned of again";
}

TEST(Microchip, OfADeactivatedAnimalIsFree) {
  Practice practice;
  const NamedValues chipped = dog({{"microchip", "999000000012345"}});
  Record gone = practice.add(kPatients, chipped);
  practice.patch(gone, {{"status-deactivated", boolean(true)}});
  practice.create(kPatients, chipped);
  EXPECT_THAT(practice.warnings, IsEmpty());
  practice.patch(gone, {{"status-deactivated", boolean(false)}});
  EXPECT_THAT(practice.warnings, ElementsAre("microchip: microchip-in-use"));
}

TEST(SavedLocation, IsTheAccountsWhenThePatientIsRegistered) {
  Practice practice;
  const Uuid quay = practice.add("location-management/locations", {{"name", "Old Quay"}}).id();
  const Uuid account =
      practice.add("account-management/accounts", {{"registered-location-uuid", quay}}).id();
  const Record patient = practice.create(kPatients, dog({{"account-uuid", account}}));
  EXPECT_EQ(patient.at(patient.resource->field("location-uuid")), Value{quay});
}

TEST(Death, EndsReminders) {
  Practice practice;
  Record patient = practice.add(kPatients, dog());
  const auto reminder = [&](const char* resource, const char* state, const Value& value) {
    return practice.add(resource, {{"patient-uuid", patient.id()}, {state, value}}).id();
  };
  constexpr auto kReminders = "reminders/patient-reminders";
  constexpr auto kTreatments = "reminders/treatment-reminders";
  const Uuid active = reminder(kReminders, "active", boolean(true));
  Record due = practice.stored(kReminders, active);
  practice.set(due, {{"due-date", day("2027-01-01")}});
  reminder(kReminders, "active", boolean(false));
  const Uuid sent = reminder(kTreatments, "status", "Sent");
  reminder(kTreatments, "status", "Completed");
  practice.patch(patient,
                 {{"status-deceased", boolean(true)}, {"status-deceased-date", day("2026-06-14")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  const Record& ended = practice.stored(kReminders, active);
  EXPECT_FALSE(ended.flag({&ended.resource->field("active")}));
  EXPECT_EQ(text_of(practice.stored(kTreatments, sent), "status"), "Cancelled");
  EXPECT_EQ(practice.changes.size(), 3U) << "the patient and two reminders";
}

}  // namespace
}  // namespace vip::domains
