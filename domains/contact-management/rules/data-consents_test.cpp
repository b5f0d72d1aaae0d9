// What hangs below a contact: consents and their history, and what only some contacts can have.
#include <gmock/gmock.h>

#include "domains/shared/fake_rule_context.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kConsenting = "contact-management/contacts";
constexpr auto kConsents = "contact-management/data-consents";

Uuid contact(FakeRuleContext& world, const char* type) {
  return world.add(kConsenting, {{"contact-type", type}, {"last-name", "Hargreaves"}}).id();
}

TEST(DataConsent, IsForClientsOnly) {
  FakeRuleContext world;
  world.create(kConsents, {{"contact-uuid", contact(world, "User")}, {"consent", boolean(true)}});
  EXPECT_THAT(world.refusals, ElementsAre("contact-uuid: not-applicable"));
  world.create(kConsents, {{"contact-uuid", contact(world, "Client")}, {"consent", boolean(true)}});
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(DataConsent, KeepsEachState) {
  FakeRuleContext world;
  Record& consent = world.add(kConsents, {{"consent", boolean(true)},
                                          {"consent-date", std::int64_t{1}},
                                          {"source", "Registration form"}});
  world.patch(consent, {{"consent", boolean(false)}, {"source", "Telephone"}});
  ASSERT_EQ(world.effects.size(), 1U);
  EXPECT_EQ(world.effects[0].first, "data-consent-history");
  EXPECT_EQ(world.effects[0].second, (NamedValues{{"data-consent-uuid", consent.id()},
                                                  {"consent", boolean(false)},
                                                  {"consent-date", world.time.milliseconds},
                                                  {"source", std::string("Telephone")}}));
}

TEST(DataConsent, TakesTheTimeOfTheChangeUnlessOneIsGiven) {
  FakeRuleContext world;
  const NamedValues old{{"consent", boolean(true)}, {"consent-date", std::int64_t{1}}};
  const auto date = [](const Record& consent) {
    return consent.at(consent.resource->field("consent-date"));
  };
  EXPECT_EQ(date(world.patch(world.add(kConsents, old), {{"consent", boolean(false)}})),
            Value{world.time.milliseconds});
  EXPECT_EQ(date(world.patch(world.add(kConsents, old),
                             {{"consent", boolean(false)}, {"consent-date", std::int64_t{7}}})),
            Value{std::int64_t{7}});
  EXPECT_EQ(date(world.patch(world.add(kConsents, old), {{"source", "Email"}})),
            Value{std::int64_t{1}});
}

TEST(PractitionerRecords, AreForPractitionersOnly) {
  for (const char* resource : {"contact-management/practitioner-locations",
                               "contact-management/practitioner-qualifications"}) {
    FakeRuleContext world;
    world.create(resource, {{"contact-uuid", contact(world, "User")}});
    EXPECT_THAT(world.refusals, ElementsAre("contact-uuid: not-applicable")) << resource;
    world.create(resource, {{"contact-uuid", contact(world, "Practitioner")}});
    EXPECT_THAT(world.refusals, IsEmpty()) << resource;
  }
}

TEST(PractitionerLocation, EndsAfterItStarts) {
  FakeRuleContext world;
  Record& place =
      world.add("contact-management/practitioner-locations", {{"start-date", day("2026-01-01")}});
  world.patch(place, {{"end-date", day("2025-12-31")}});
  EXPECT_THAT(world.refusals, ElementsAre("end-date: dates-reversed"));
  world.patch(place, {{"end-date", day("2026-01-01")}});
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(EligibilityRegistration, IsForCharitiesOnly) {
  FakeRuleContext world;
  const NamedValues values{{"start-date", day("2026-04-01")}, {"expiry-date", day("2026-03-31")}};
  world.create("contact-management/eligibility-registration", values);
  EXPECT_THAT(world.refusals,
              ElementsAre("expiry-date: dates-reversed", "eligibility-scheme-uuid: charity-only"));
  world.practice.charity = true;
  world.create("contact-management/eligibility-registration", {{"start-date", day("2026-04-01")}});
  EXPECT_THAT(world.refusals, IsEmpty());
}

TEST(Number, HasAnInternationalFormWhereItCan) {
  FakeRuleContext world;
  constexpr auto kNumbers = "contact-management/numbers";
  Record number = world.create(kNumbers, {{"number", "07700 900123"}});
  EXPECT_EQ(text_of(number, "number-e164"), "+447700900123");
  EXPECT_EQ(text_of(world.patch(number, {{"number", "900123"}}), "number-e164"), "");
  world.practice.locale = "en_IE";
  EXPECT_EQ(text_of(world.patch(number, {{"number", "020 910 0123"}}), "number-e164"),
            "+353209100123");
}

}  // namespace
}  // namespace vip::domains
