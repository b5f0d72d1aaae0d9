// Write constraints, at resources that declare them.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kTasks = "calendar-management/tasks";
constexpr auto kHolidays = "calendar-management/holidays";
constexpr auto kContactsHere = "contact-management/contacts";
constexpr auto kReferrals = "clinical/referrals";

struct PracticeWithDog : Practice {
  PracticeWithDog() {
    place = add("location-management/locations", {{"timezone", "Europe/London"}}).id();
    vet = add(kContactsHere, {{"contact-type", "Practitioner"}}).id();
    client = add(kContactsHere, {{"contact-type", "Client"}}).id();
    account = add("account-management/accounts",
                  {{"contact-uuid", client}, {"registered-location-uuid", place}})
                  .id();
    dog = add("patient-management/patients", {{"account-uuid", account}}).id();
  }
  NamedValues referral(const NamedValues& more = {}) const {
    NamedValues values{{"patient-uuid", dog}, {"date", moment("2026-06-14T10:00:00Z")}};
    values.insert(values.end(), more.begin(), more.end());
    return values;
  }
  // A referral in a state that it did not begin with.
  Record referral_in(const char* status) {
    return add(kReferrals, referral({{"status", status}, {"clinical-history-uuid", new_id()}}));
  }
  Uuid place, vet, client, account, dog;
};

TEST(DeclaredStates, BeginAndFollowAsDeclared) {
  PracticeWithDog practice;
  practice.create(kReferrals, practice.referral({{"status", "Sent"}}));
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.create(kReferrals, practice.referral({{"status", "Accepted"}}));
  EXPECT_THAT(practice.refusals, ElementsAre("status: transition-not-allowed"));
  EXPECT_EQ(practice.last_detail, "It begins as Draft or Sent; Accepted comes later.");
  practice.patch(practice.referral_in("Sent"), {{"status", "Declined"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(practice.referral_in("Sent"), {{"status", "Completed"}});
  EXPECT_EQ(practice.last_detail,
            "Sent can be followed by Accepted, Declined or Cancelled, not by Completed.");
  practice.patch(practice.referral_in("Declined"), {{"status", "Sent"}});
  EXPECT_EQ(practice.last_detail, "Declined is a final state: nothing follows it.");
  practice.patch(practice.referral_in("Declined"), {{"outcome", "None"}});
  EXPECT_THAT(practice.refusals, IsEmpty()) << "the state stays";
}

TEST(DeclaredStates, KeepWhenTheyWereEntered) {
  PracticeWithDog practice;
  const Record sent = practice.create(kReferrals, practice.referral({{"status", "Sent"}}));
  EXPECT_EQ(value_of(sent, "sent-date"), Value{practice.time.milliseconds});
  const Record draft = practice.create(kReferrals, practice.referral());
  EXPECT_EQ(value_of(draft, "sent-date"), null_value());
  // The caller's own moment wins.
  const Record log = practice.create("communications/communication-logs",
                                     {{"direction", "Outbound"},
                                      {"status", "Sent"},
                                      {"sent-date", moment("2026-06-01T08:00:00Z")}});
  EXPECT_EQ(value_of(log, "sent-date"), moment("2026-06-01T08:00:00Z"));
}

// The day of a sale stands and goes with the sale.
TEST(DeclaredConditions, AValueGoesWithWhatItGoesWith) {
  PracticeWithDog practice;
  Record dog = practice.stored("patient-management/patients", practice.dog);
  practice.patch(dog, {{"status-sold-date", day("2026-06-01")}});
  EXPECT_THAT(practice.refusals, ElementsAre("status-sold-date: not-applicable"));
  practice.patch(dog, {{"status-sold", boolean(true)}, {"status-sold-date", day("2026-06-01")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(dog, {{"patient-name", "Rex"}});
  EXPECT_EQ(value_of(dog, "status-sold-date"), day("2026-06-01"));
  practice.patch(dog, {{"status-sold", boolean(false)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(value_of(dog, "status-sold-date"), null_value());
  practice.patch(dog, {{"status-sold", boolean(true)}, {"status-sold-date", day("2026-06-01")}});
  practice.patch(dog, {{"status-sold", boolean(false)}, {"status-sold-date", day("2026-06-02")}});
  EXPECT_THAT(practice.refusals, ElementsAre("status-sold-date: not-applicable"));
}

TEST(DeclaredDays, DoNotStandBeforeOneAnother) {
  struct Row {
    const char *from, *to;
    bool fits;
  };
  for (const auto& [from, to, fits] :
       {Row{"2026-08-03", "2026-08-14", true}, Row{"2026-08-03", "2026-08-03", true},
        Row{"2026-08-03", "2026-08-02", false}}) {
    PracticeWithDog practice;
    const NamedValues away{
        {"practitioner-uuid", practice.vet}, {"from", day(from)}, {"to", day(to)}};
    practice.create(kHolidays, away);
    EXPECT_EQ(practice.refusals.empty(), fits) << to;
    if (!fits) {
      EXPECT_THAT(practice.refusals, ElementsAre("to: dates-reversed"));
      EXPECT_EQ(practice.last_detail, "Expected the day of from or a later one.");
    }
  }
}

TEST(DeclaredDays, AreJudgedWhenEitherChanges) {
  PracticeWithDog practice;
  Record away = practice.add(kHolidays, {{"practitioner-uuid", practice.vet},
                                         {"from", day("2026-08-03")},
                                         {"to", day("2026-08-14")}});
  practice.patch(away, {{"from", day("2026-08-15")}});
  EXPECT_THAT(practice.refusals, ElementsAre("to: dates-reversed"));
}

TEST(DeclaredDays, AreThoseOfThePlaceWhereTheRecordIs) {
  PracticeWithDog practice;  // at 13:00 in London on the 15th it is the 16th in Auckland
  practice.time = parse_instant("2026-06-15T12:00:00Z").value();
  const Uuid auckland =
      practice.add("location-management/locations", {{"timezone", "Pacific/Auckland"}}).id();
  const auto first_day_at = [&](const Uuid& place) {
    return value_of(practice.create("clinical/advanced-prescriptions",
                                    practice.referral({{"location-uuid", place}})),
                    "start-date");
  };
  EXPECT_EQ(first_day_at(practice.place), day("2026-06-15"));
  EXPECT_EQ(first_day_at(auckland), day("2026-06-16"));
}

TEST(DeclaredDays, AreNotInTheFutureThere) {
  PracticeWithDog practice;
  practice.time = parse_instant("2026-06-15T12:00:00Z").value();
  const Uuid auckland =
      practice.add("location-management/locations", {{"timezone", "Pacific/Auckland"}}).id();
  const auto refusals_at = [&](const Uuid& place, const char* date) {
    practice.create(
        kReferrals,
        {{"patient-uuid", practice.dog}, {"location-uuid", place}, {"date", moment(date)}});
    return practice.refusals;
  };
  EXPECT_THAT(refusals_at(practice.place, "2026-06-15T22:59:00Z"), IsEmpty()) << "later today";
  EXPECT_THAT(refusals_at(practice.place, "2026-06-15T23:00:00Z"),
              ElementsAre("date: date-in-future"));
  EXPECT_THAT(refusals_at(auckland, "2026-06-15T23:00:00Z"), IsEmpty());
  EXPECT_THAT(refusals_at(auckland, "2026-06-16T12:00:00Z"), ElementsAre("date: date-in-future"));
}

TEST(DeclaredReferences, FitWhatTheReferencesOfTheRecordSay) {
  PracticeWithDog practice;
  const auto charge_on = [&](const Uuid& account) {
    const Uuid billing = practice.add("billing/billing-accounts", {{"account-uuid", account}}).id();
    practice.create("clinical/billable-records", practice.referral({{"billing-uuid", billing}}));
    return practice.refusals;
  };
  EXPECT_THAT(charge_on(practice.account), IsEmpty());
  EXPECT_THAT(charge_on(practice.add("account-management/accounts", {}).id()),
              ElementsAre("billing-uuid: reference-mismatch"));
}

TEST(DeclaredReferences, NameWhatFits) {
  PracticeWithDog practice;
  const auto holiday_of = [&](const Uuid& who) {
    practice.create(kHolidays, {{"practitioner-uuid", who}});
    return practice.refusals;
  };
  EXPECT_THAT(holiday_of(practice.vet), IsEmpty());
  EXPECT_THAT(holiday_of(practice.client),
              ElementsAre("practitioner-uuid: contact-not-practitioner"));
}

TEST(DeclaredReferences, FitWhatTheRecordSaysItself) {
  PracticeWithDog practice;
  const Uuid other = practice.add("account-management/accounts", {}).id();
  Record task = practice.add(kTasks, {{"status", "Open"}});
  practice.patch(task, {{"patient-uuid", practice.dog}, {"account-uuid", other}});
  EXPECT_THAT(practice.refusals, ElementsAre("patient-uuid: reference-mismatch"));
  practice.patch(task, {{"patient-uuid", practice.dog}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(task, {{"account-uuid", other}});
  EXPECT_THAT(practice.refusals, ElementsAre("patient-uuid: reference-mismatch"))
      << "the other side moves";
}

TEST(DeclaredReferences, FitOneOfAList) {
  PracticeWithDog practice;
  const Uuid canine = entry("patient-management/species", "canine");
  const Uuid feline = entry("patient-management/species", "feline");
  const auto male_of = [&](const Uuid& of, const Uuid& species) {
    const Uuid male =
        practice
            .add("patient-management/genders", {{"species-uuids", "[\"" + to_string(of) + "\"]"}})
            .id();
    practice.create("patient-management/patients",
                    {{"species-uuid", species}, {"gender-uuid", male}});
    return practice.refusals;
  };
  EXPECT_THAT(male_of(canine, canine), IsEmpty());
  EXPECT_THAT(male_of(feline, canine), ElementsAre("gender-uuid: reference-mismatch"));
}

TEST(DeclaredDefaults, AreFoundAlongReferences) {
  PracticeWithDog practice;
  EXPECT_EQ(value_of(practice.create(kTasks, {{"patient-uuid", practice.dog}}), "account-uuid"),
            Value{practice.account});
  EXPECT_EQ(value_of(practice.create(kReferrals, practice.referral()), "location-uuid"),
            Value{practice.place});
  const Uuid elsewhere = practice.add("location-management/locations", {}).id();
  EXPECT_EQ(value_of(practice.create(kReferrals, practice.referral({{"location-uuid", elsewhere}})),
                     "location-uuid"),
            Value{elsewhere});
  const Uuid stray = practice.add("patient-management/patients", {}).id();
  EXPECT_EQ(value_of(practice.create(kReferrals, {{"patient-uuid", stray},
                                                  {"date", moment("2026-06-14T10:00:00Z")}}),
                     "location-uuid"),
            null_value())
      << "the way is broken off";
}

TEST(DeclaredDefaults, GiveAVaccinationWhatItsBatchSays) {
  PracticeWithDog practice;
  const Uuid vaccine =
      practice.add("formulary-management/stock", {{"description", "Nobivac DHP"}}).id();
  const Uuid batch = practice
                         .add("inventory-management/batches", {{"formulary-uuid", vaccine},
                                                               {"batch-number", "A123"},
                                                               {"expiry-date", day("2027-01-31")}})
                         .id();
  const NamedValues given{{"patient-uuid", practice.dog},
                          {"batch-uuid", batch},
                          {"contact-practitioner-uuid", practice.vet},
                          {"date", moment("2026-06-14T10:00:00Z")}};
  const Record made = practice.create("clinical/vaccinations", given);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(value_of(made, "formulary-uuid"), Value{vaccine});
  EXPECT_EQ(text_of(made, "batch-number"), "A123");
  EXPECT_EQ(value_of(made, "batch-expiry-date"), day("2027-01-31"));
  EXPECT_EQ(text_of(made, "product-name"), "Nobivac DHP");
  NamedValues other = given;
  other.emplace_back("formulary-uuid", practice.add("formulary-management/stock", {}).id());
  practice.create("clinical/vaccinations", other);
  EXPECT_THAT(practice.refusals, ElementsAre("batch-uuid: reference-mismatch"));
}

TEST(DeclaredDefaults, AreFoundInAnyOfSeveralResources) {
  PracticeWithDog practice;
  practice.add("location-management/spaces",
               {{"location-uuid", practice.place}, {"default", boolean(true)}});
  for (const char* kind : {"formulary-management/stock", "formulary-management/services"}) {
    const Uuid item = practice.add(kind, {{"description", kind}}).id();
    const Record charge = practice.create(
        "clinical/billable-records",
        practice.referral({{"formulary-uuid", item}, {"quantity", std::int64_t{1000}}}));
    EXPECT_THAT(practice.refusals, IsEmpty()) << kind;
    EXPECT_EQ(text_of(charge, "description"), kind);
  }
}

TEST(DeclaredDefaults, AreNotLookedForAgain) {
  PracticeWithDog practice;
  Record task = practice.add(kTasks, {{"patient-uuid", practice.dog}, {"status", "Open"}});
  EXPECT_EQ(value_of(practice.patch(task, {{"note", "Call first"}}), "account-uuid"), null_value());
}

}  // namespace
}  // namespace vip::domains
