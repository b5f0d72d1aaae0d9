// Vaccinations: the reminder of the next dose, and what becomes of it when the record was wrong.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinic.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kVaccinations = "clinical/vaccinations";
constexpr auto kDueReminders = "reminders/patient-reminders";

class Vaccinated : public testing::Test {
 protected:
  Record vaccinate(NamedValues more = {}) {
    more.insert(more.begin(), {{"patient-uuid", practice_.dog},
                               {"product-name", "Nobivac DHP"},
                               {"diseases", R"(["Canine parvovirus"])"},
                               {"contact-practitioner-uuid", practice_.vet},
                               {"date", moment("2026-06-15T09:00:00Z")},
                               {"reminder-type-uuid", type_}});
    Record made = practice_.create(kVaccinations, more);
    EXPECT_THAT(practice_.refusals, IsEmpty());
    return made;
  }
  Record correct(const Record& original, NamedValues more = {}) {
    more.insert(more.end(),
                {{"corrects-uuid", original.id()}, {"correction-reason", "Other interval"}});
    return vaccinate(more);
  }
  void withdraw(const Record& vaccination) {
    practice_.patch(practice_.stored(kVaccinations, vaccination.id()),
                    {{"withdrawn-reason", "Not given"}});
    EXPECT_THAT(practice_.refusals, IsEmpty());
  }
  // The days on which active reminders of the dog are due.
  std::vector<std::string> due() {
    std::vector<std::string> days;
    for (const Record& reminder : practice_.all_with(kDueReminders, "patient-uuid", practice_.dog))
      if (value_of(reminder, "active") == boolean(true))
        days.push_back(to_string(reminder.day({&reminder.resource->field("due-date")})));
    return days;
  }
  Clinic practice_;
  Uuid type_ = entry("reminders/reminder-types", "canine-booster");
};

TEST_F(Vaccinated, IsRemindedOfTheNextDose) {
  vaccinate();
  EXPECT_THAT(due(), ElementsAre("2027-06-15"));
}

TEST_F(Vaccinated, IsNotRemindedOnceTheRecordIsWithdrawn) {
  withdraw(vaccinate());
  EXPECT_THAT(due(), IsEmpty());
}

TEST_F(Vaccinated, IsRemindedAsBeforeOnceTheRecordIsWithdrawn) {
  vaccinate({{"next-due-date", day("2026-09-01")}});
  const Record wrong = vaccinate();
  EXPECT_THAT(due(), ElementsAre("2027-06-15"));
  withdraw(wrong);
  EXPECT_THAT(due(), ElementsAre("2026-09-01"));
}

TEST_F(Vaccinated, IsRemindedByTheCorrectionAlone) {
  const Record wrong = vaccinate({{"next-due-date", day("2029-06-15")}});
  const Record right = correct(wrong, {{"next-due-date", day("2027-06-15")}});
  EXPECT_THAT(due(), ElementsAre("2027-06-15"));
  EXPECT_NE(value_of(right, "patient-reminder-uuid"), null_value());
  withdraw(right);
  EXPECT_THAT(due(), IsEmpty());
}

TEST_F(Vaccinated, HasNoReminderOfACorrectionThatIsNotLaterThanWhatComesBack) {
  vaccinate({{"next-due-date", day("2027-01-01")}});
  const Record wrong = vaccinate({{"next-due-date", day("2029-06-15")}});
  const Record right = correct(wrong, {{"next-due-date", day("2026-12-31")}});
  EXPECT_THAT(due(), ElementsAre("2027-01-01"));
  EXPECT_EQ(value_of(right, "patient-reminder-uuid"), null_value());
}

TEST_F(Vaccinated, KeepsWrongRecordsInTheHistory) {
  const Record wrong = vaccinate();
  const Record right = correct(wrong);
  const auto entry_of = [&](const Record& record) {
    return practice_.stored(Clinic::kHistory,
                            std::get<Uuid>(value_of(record, "clinical-history-uuid")));
  };
  EXPECT_EQ(value_of(entry_of(wrong), "entered-in-error"), boolean(true));
  EXPECT_EQ(value_of(entry_of(wrong), "corrected-by-uuid"), Value{right.id()});
  EXPECT_EQ(value_of(entry_of(wrong), "deleted-date"), null_value());
  EXPECT_EQ(value_of(entry_of(right), "corrects-uuid"), Value{wrong.id()});
  EXPECT_EQ(text_of(entry_of(right), "correction-reason"), "Other interval");
  withdraw(right);
  EXPECT_EQ(value_of(entry_of(right), "entered-in-error"), boolean(true));
  EXPECT_EQ(text_of(entry_of(right), "withdrawn-reason"), "Not given");
  EXPECT_NE(value_of(entry_of(right), "withdrawn-date"), null_value());
}

}  // namespace
}  // namespace vip::domains
