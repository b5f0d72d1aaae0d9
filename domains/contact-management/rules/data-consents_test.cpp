// What hangs below a contact: consents and their history, and what only some contacts can have.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kConsenting = "contact-management/contacts";
constexpr auto kConsents = "contact-management/data-consents";

Uuid contact(Practice& practice, const char* type) {
  return practice.add(kConsenting, {{"contact-type", type}, {"last-name", "Hargreaves"}}).id();
}

TEST(DataConsent, IsForClientsOnly) {
  Practice practice;
  practice.create(kConsents,
                  {{"contact-uuid", contact(practice, "User")}, {"consent", boolean(true)}});
  EXPECT_THAT(practice.refusals, ElementsAre("contact-uuid: not-applicable"));
  practice.create(kConsents,
                  {{"contact-uuid", contact(practice, "Client")}, {"consent", boolean(true)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(DataConsent, KeepsEachState) {
  Practice practice;
  Record consent = practice.add(kConsents, {{"consent", boolean(true)},
                                            {"consent-date", std::int64_t{1}},
                                            {"source", "Registration form"}});
  practice.patch(consent, {{"consent", boolean(false)}, {"source", "Telephone"}});
  EXPECT_THAT(practice.written(), ElementsAre("update contact-management/data-consents",
                                              "create contact-management/data-consent-history"));
  const Record state = practice.made("contact-management/data-consent-history");
  EXPECT_EQ(value_of(state, "data-consent-uuid"), Value{consent.id()});
  EXPECT_EQ(value_of(state, "consent"), boolean(false));
  EXPECT_EQ(value_of(state, "consent-date"), Value{practice.time.milliseconds});
  EXPECT_EQ(text_of(state, "source"), "Telephone");
}

TEST(DataConsent, TakesTheTimeOfTheChangeUnlessOneIsGiven) {
  Practice practice;
  const NamedValues old{{"consent", boolean(true)}, {"consent-date", std::int64_t{1}}};
  const auto date = [](const Record& consent) {
    return consent.at(consent.resource->field("consent-date"));
  };
  EXPECT_EQ(date(practice.patch(practice.add(kConsents, old), {{"consent", boolean(false)}})),
            Value{practice.time.milliseconds});
  EXPECT_EQ(date(practice.patch(practice.add(kConsents, old),
                                {{"consent", boolean(false)}, {"consent-date", std::int64_t{7}}})),
            Value{std::int64_t{7}});
  EXPECT_EQ(date(practice.patch(practice.add(kConsents, old), {{"source", "Email"}})),
            Value{std::int64_t{1}});
}

TEST(PractitionerRecords, AreForPractitionersOnly) {
  for (const char* resource : {"contact-management/practitioner-locations",
                               "contact-management/practitioner-qualifications"}) {
    Practice practice;
    practice.create(resource, {{"contact-uuid", contact(practice, "User")}});
    EXPECT_THAT(practice.refusals, ElementsAre("contact-uuid: not-applicable")) << resource;
    practice.create(resource, {{"contact-uuid", contact(practice, "Practitioner")}});
    EXPECT_THAT(practice.refusals, IsEmpty()) << resource;
  }
}

TEST(PractitionerLocation, EndsAfterItStarts) {
  Practice practice;
  Record place = practice.add("contact-management/practitioner-locations",
                              {{"start-date", day("2026-01-01")}});
  practice.patch(place, {{"end-date", day("2025-12-31")}});
  EXPECT_THAT(practice.refusals, ElementsAre("end-date: dates-reversed"));
  practice.patch(place, {{"end-date", day("2026-01-01")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(EligibilityRegistration, IsForCharitiesOnly) {
  Practice practice;
  const NamedValues values{{"start-date", day("2026-04-01")}, {"expiry-date", day("2026-03-31")}};
  practice.create("contact-management/eligibility-registration", values);
  EXPECT_THAT(practice.refusals,
              ElementsAre("eligibility-scheme-uuid: charity-only", "expiry-date: dates-reversed"));
  practice.tenant.charity = true;
  practice.create("contact-management/eligibility-registration",
                  {{"start-date", day("2026-04-01")}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST(Number, HasAnInternationalFormWhereItCan) {
  Practice practice;
  constexpr auto kNumbers = "contact-management/numbers";
  Record number = practice.create(kNumbers, {{"number", "07700 900123"}});
  EXPECT_EQ(text_of(number, "number-e164"), "+447700900123");
  EXPECT_THAT(practice.warnings, IsEmpty());
  for (const char* invalid : {"900123", "0117 4960", "01174960", "07700 9001234"}) {
    EXPECT_EQ(text_of(practice.patch(number, {{"number", invalid}}), "number-e164"), "") << invalid;
    EXPECT_THAT(practice.warnings, ElementsAre("number: number-without-international-form"));
  }
  practice.tenant.locale = "en_IE";
  EXPECT_EQ(text_of(practice.patch(number, {{"number", "020 910 0123"}}), "number-e164"),
            "+353209100123");
}

}  // namespace
}  // namespace vip::domains
