// Patient reminders: one active of a category, due a recall after the treatment.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kReminders = "reminders/patient-reminders";

class PatientReminders : public testing::Test {
 protected:
  NamedValues reminder(std::string_view type, std::string_view treated,
                       const NamedValues& more = {}) {
    NamedValues values{{"patient-uuid", dog},
                       {"reminder-type-uuid", entry("reminders/reminder-types", type)},
                       {"treated-date", day(treated)}};
    values.insert(values.end(), more.begin(), more.end());
    return values;
  }
  Record made(std::string_view type, std::string_view treated, const NamedValues& more = {}) {
    return practice.create(kReminders, reminder(type, treated, more));
  }
  bool is_active(const Record& record) {
    const Record& now = practice.stored(kReminders, record.id());
    return now.flag({&now.resource->field("active")});
  }
  static std::string due(const Record& record) {
    const FieldHandle field{&record.resource->field("due-date")};
    return to_string(Date{static_cast<std::int32_t>(record.number(field))});
  }

  Practice practice;
  const Uuid owner = practice.add("contact-management/contacts", {}).id();
  const Uuid surgery = practice.add("location-management/locations", {}).id();
  const Uuid account = practice
                           .add("account-management/accounts",
                                {{"contact-uuid", owner}, {"registered-location-uuid", surgery}})
                           .id();
  const Uuid dog = practice
                       .add("patient-management/patients",
                            {{"account-uuid", account},
                             {"species-uuid", entry("patient-management/species", "canine")}})
                       .id();
};

TEST_F(PatientReminders, AreFilledInFromTypeAndAccount) {
  const Record booster = made("canine-booster", "2026-02-02");
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(due(booster), "2027-02-02");
  EXPECT_EQ(text_of(booster, "recall-period"), "MONTH");
  EXPECT_EQ(text_of(booster, "description"), "Dog Booster");
  EXPECT_EQ(booster.uuid({&booster.resource->field("contact-uuid")}), owner);
  EXPECT_EQ(booster.uuid({&booster.resource->field("location-uuid")}), surgery);
  EXPECT_EQ(booster.uuid({&booster.resource->field("reminder-category-uuid")}),
            entry("reminders/reminder-categories", "vaccination"));
}

TEST_F(PatientReminders, KeepTheEndOfAMonth) {
  EXPECT_EQ(due(made("flea-treatment", "2026-01-31")), "2026-02-28");
  EXPECT_EQ(due(made("nail-clip", "2026-01-31")), "2026-03-14");
  EXPECT_EQ(due(made("post-operative-3-days", "2026-02-27")), "2026-03-02");
}

// They stuck at the last day of the calendar once.
TEST_F(PatientReminders, AreRefusedBeyondTheCalendar) {
  made("canine-booster", "9999-12-01");
  EXPECT_THAT(practice.refusals, ElementsAre("due-date: out-of-range"));
  made("canine-booster", "9998-12-31");
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST_F(PatientReminders, TakeWhatTheCallerSays) {
  EXPECT_EQ(due(made("canine-booster", "2026-01-31",
                     {{"recall-length", std::int64_t{2}}, {"recall-period", "WEEK"}})),
            "2026-02-14");
  EXPECT_EQ(due(made("worming", "2026-01-31", {{"due-date", day("2026-12-24")}})), "2026-12-24");
}

TEST_F(PatientReminders, GiveWayToALaterOneOfTheCategory) {
  const Record first = made("canine-booster", "2026-01-01");
  const Record second = made("canine-booster", "2026-01-02");
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_FALSE(is_active(first));
  EXPECT_TRUE(is_active(second));
  const Record other = made("worming", "2026-01-02");
  EXPECT_TRUE(is_active(second));
  EXPECT_TRUE(is_active(other));
}

TEST_F(PatientReminders, AreRefusedWhenNotLater) {
  const Record first = made("canine-booster", "2026-01-01");
  made("canine-booster", "2026-01-01");
  EXPECT_THAT(practice.refusals, ElementsAre("due-date: reminder-not-later"));
  made("canine-second-vaccination", "2026-03-01");  // the same category, due sooner
  EXPECT_THAT(practice.refusals, ElementsAre("due-date: reminder-not-later"));
  EXPECT_TRUE(is_active(first));
  made("canine-booster", "2025-01-01", {{"active", boolean(false)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST_F(PatientReminders, MeetOthersWhenTheyComeBackToLife) {
  const Record first = made("canine-booster", "2026-01-01");
  const Record second = made("canine-booster", "2026-01-02");
  practice.patch(practice.stored(kReminders, first.id()), {{"active", boolean(true)}});
  EXPECT_THAT(practice.refusals, ElementsAre("due-date: reminder-not-later"));
  practice.patch(practice.stored(kReminders, first.id()),
                 {{"active", boolean(true)}, {"due-date", day("2028-01-01")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_TRUE(is_active(first));
  EXPECT_FALSE(is_active(second));
}

TEST_F(PatientReminders, MoveWithTheTreatedDate) {
  const Record booster = made("canine-booster", "2026-01-01");
  Record stored = practice.stored(kReminders, booster.id());
  EXPECT_EQ(due(practice.patch(stored, {{"treated-date", day("2026-02-01")}})), "2027-02-01");
  EXPECT_EQ(due(practice.patch(stored, {{"due-date", day("2026-12-01")}})), "2026-12-01");
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST_F(PatientReminders, AreForTheSpeciesOfTheType) {
  made("feline-booster", "2026-01-01");
  EXPECT_THAT(practice.refusals, ElementsAre("reminder-type-uuid: reference-mismatch"));
}

TEST_F(PatientReminders, AreNotForTheDead) {
  const Record booster = made("canine-booster", "2026-01-01");
  Record patient = practice.stored("patient-management/patients", dog);
  practice.set(patient, {{"status-deceased", boolean(true)}});
  made("worming", "2026-01-01");
  EXPECT_THAT(practice.refusals, ElementsAre("patient-uuid: reminder-for-deceased"));
  practice.patch(practice.stored(kReminders, booster.id()), {{"active", boolean(false)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

}  // namespace
}  // namespace vip::domains
