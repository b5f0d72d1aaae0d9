// Contacts: what each type may carry, and the name that diaries show.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kContacts = "contact-management/contacts";

Uuid title(std::string_view code) { return entry("contact-management/titles", code); }

NamedValues person(const char* type) {
  return {{"contact-type", type}, {"first-name", "Margaret"}, {"last-name", "Hargreaves"}};
}

TEST(DisplayName, IsTitleAndLastNameForThoseWhoWorkHere) {
  for (const char* type : {"Practitioner", "User"}) {
    Practice practice;
    NamedValues values = person(type);
    EXPECT_EQ(text_of(practice.create(kContacts, values), "display-name"), "Hargreaves");
    values.emplace_back("title-uuid", title("dr"));
    EXPECT_EQ(text_of(practice.create(kContacts, values), "display-name"), "Dr Hargreaves");
    values.emplace_back("display-name", "Maggie");
    EXPECT_EQ(text_of(practice.create(kContacts, values), "display-name"), "Maggie");
  }
}

TEST(DisplayName, FollowsThePersonUntilAnotherIsChosen) {
  Practice practice;
  Record vet = practice.add(kContacts, person("Practitioner"));
  vet = practice.patch(vet, {{"title-uuid", title("miss")}});
  EXPECT_EQ(text_of(vet, "display-name"), "Miss Hargreaves");
  practice.patch(vet, {{"title-uuid", title("mrs")}, {"last-name", "Penrose"}});
  EXPECT_EQ(text_of(vet, "display-name"), "Mrs Penrose");
  practice.patch(vet, {{"display-name", "Maggie"}});
  practice.patch(vet, {{"last-name", "Treloar"}});
  EXPECT_EQ(text_of(vet, "display-name"), "Maggie");
  practice.patch(vet, {{"display-name", null_value()}});
  EXPECT_EQ(text_of(vet, "display-name"), "Mrs Treloar");
}

TEST(DisplayName, IsNotChosenByACallerWhoSendsTheRecordBack) {
  Practice practice;
  Record vet = practice.create(kContacts, person("Practitioner"));
  practice.patch(vet, {{"display-name", "Hargreaves"}, {"last-name", "Penrose"}});
  EXPECT_EQ(text_of(vet, "display-name"), "Penrose");
  practice.patch(vet, {{"title-uuid", title("dr")}});
  EXPECT_EQ(text_of(vet, "display-name"), "Dr Penrose");
}

TEST(DisplayName, StaysAsChosenEvenIfItWasTheDefault) {
  Practice practice;
  NamedValues values = person("User");
  values.emplace_back("display-name", "Hargreaves");
  Record user = practice.create(kContacts, values);
  practice.patch(user, {{"last-name", "Penrose"}});
  EXPECT_EQ(text_of(user, "display-name"), "Hargreaves");
  practice.patch(user, {{"display-name", null_value()}});
  EXPECT_EQ(text_of(user, "display-name"), "Penrose");
  practice.patch(user, {{"last-name", "Treloar"}});
  EXPECT_EQ(text_of(user, "display-name"), "Treloar");
}

TEST(DisplayName, IsNotForClients) {
  Practice practice;
  NamedValues values = person("Client");
  EXPECT_EQ(text_of(practice.create(kContacts, values), "display-name"), "");
  values.emplace_back("display-name", "Maggie");
  practice.create(kContacts, values);
  EXPECT_THAT(practice.refusals, ElementsAre("display-name: not-applicable"));
}

TEST(PractitionerType, IsForPractitionersOnly) {
  const Uuid surgeon = entry("contact-management/practitioner-types", "veterinary-surgeon");
  for (const char* type : {"Client", "User"}) {
    Practice practice;
    NamedValues values = person(type);
    values.emplace_back("practitioner-type-uuid", surgeon);
    practice.create(kContacts, values);
    EXPECT_THAT(practice.refusals, ElementsAre("practitioner-type-uuid: not-applicable")) << type;
  }
  Practice practice;
  NamedValues values = person("Practitioner");
  values.emplace_back("practitioner-type-uuid", surgeon);
  practice.create(kContacts, values);
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(DateOfBirth, HasCome) {
  Practice practice;
  Record client = practice.add(kContacts, person("Client"));
  practice.patch(client, {{"date-of-birth", day("2026-06-16")}});
  EXPECT_THAT(practice.refusals, ElementsAre("date-of-birth: date-in-future"));
  practice.patch(client, {{"date-of-birth", day("2026-06-15")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Contact, IsNotDeactivatedWhileItsAccountHasABalance) {
  for (const std::int64_t balance : {-1, 0, 1}) {
    Practice practice;
    Record client = practice.add(kContacts, person("Client"));
    practice.add("billing/billing-accounts", {{"contact-uuid", client.id()}, {"balance", balance}});
    practice.patch(client, {{"deactivated", boolean(true)}});
    EXPECT_EQ(practice.refusals.empty(), balance == 0) << balance;
  }
}

}  // namespace
}  // namespace vip::domains
