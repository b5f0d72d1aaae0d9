// Contacts: what each type may carry, and the name that diaries show.
#include <gmock/gmock.h>

#include "domains/shared/fake_rule_context.h"

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
    FakeRuleContext world;
    NamedValues values = person(type);
    EXPECT_EQ(text_of(world.create(kContacts, values), "display-name"), "Hargreaves");
    values.emplace_back("title-uuid", title("dr"));
    EXPECT_EQ(text_of(world.create(kContacts, values), "display-name"), "Dr Hargreaves");
    values.emplace_back("display-name", "Maggie");
    EXPECT_EQ(text_of(world.create(kContacts, values), "display-name"), "Maggie");
  }
}

TEST(DisplayName, FollowsThePersonUntilAnotherIsChosen) {
  FakeRuleContext world;
  Record& vet = world.add(kContacts, person("Practitioner"));
  vet = world.patch(vet, {{"title-uuid", title("miss")}});
  EXPECT_EQ(text_of(vet, "display-name"), "Miss Hargreaves");
  world.patch(vet, {{"title-uuid", title("mrs")}, {"last-name", "Penrose"}});
  EXPECT_EQ(text_of(vet, "display-name"), "Mrs Penrose");
  world.patch(vet, {{"display-name", "Maggie"}});
  world.patch(vet, {{"last-name", "Treloar"}});
  EXPECT_EQ(text_of(vet, "display-name"), "Maggie");
  world.patch(vet, {{"display-name", null_value()}});
  EXPECT_EQ(text_of(vet, "display-name"), "Mrs Treloar");
}

TEST(DisplayName, IsNotForClients) {
  FakeRuleContext world;
  NamedValues values = person("Client");
  EXPECT_EQ(text_of(world.create(kContacts, values), "display-name"), "");
  values.emplace_back("display-name", "Maggie");
  world.create(kContacts, values);
  EXPECT_THAT(world.refusals, ElementsAre("display-name: not-applicable"));
}

TEST(PractitionerType, IsForPractitionersOnly) {
  const Uuid surgeon = entry("contact-management/practitioner-types", "veterinary-surgeon");
  for (const char* type : {"Client", "User"}) {
    FakeRuleContext world;
    NamedValues values = person(type);
    values.emplace_back("practitioner-type-uuid", surgeon);
    world.create(kContacts, values);
    EXPECT_THAT(world.refusals, ElementsAre("practitioner-type-uuid: not-applicable")) << type;
  }
  FakeRuleContext world;
  NamedValues values = person("Practitioner");
  values.emplace_back("practitioner-type-uuid", surgeon);
  world.create(kContacts, values);
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(DateOfBirth, HasCome) {
  FakeRuleContext world;
  Record& client = world.add(kContacts, person("Client"));
  world.patch(client, {{"date-of-birth", day("2026-06-16")}});
  EXPECT_THAT(world.refusals, ElementsAre("date-of-birth: date-in-future"));
  world.patch(client, {{"date-of-birth", day("2026-06-15")}});
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(Contact, IsNotDeactivatedWhileItsAccountHasABalance) {
  for (const std::int64_t balance : {-1, 0, 1}) {
    FakeRuleContext world;
    Record& client = world.add(kContacts, person("Client"));
    world.add("billing/billing-accounts", {{"contact-uuid", client.id()}, {"balance", balance}});
    world.patch(client, {{"deactivated", boolean(true)}});
    EXPECT_EQ(world.refusals.empty(), balance == 0) << balance;
  }
}

}  // namespace
}  // namespace vip::domains
