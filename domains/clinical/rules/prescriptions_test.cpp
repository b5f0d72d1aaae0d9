// Prescriptions, their supplies and the law.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinic.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kPrescriptions = "clinical/prescriptions";
constexpr auto kAdvanced = "clinical/advanced-prescriptions";

class Prescription : public testing::Test {
 protected:
  NamedValues body(const Uuid& practitioner, const char* category, NamedValues more = {}) {
    more.insert(more.end(), {{"patient-uuid", practice_.dog},
                             {"formulary-uuid", practice_.medicine(category)},
                             {"contact-practitioner-uuid", practitioner},
                             {"date", moment("2026-06-15T09:00:00Z")},
                             {"quantity", std::int64_t{30'000}}});
    return more;
  }
  std::vector<std::string> refusals_by(const char* type, const char* category) {
    practice_.create(kPrescriptions, body(practice_.practitioner(type), category));
    return practice_.refusals;
  }
  // An issued one with two repeats, a month apart.
  Record issued() {
    const Record made = practice_.create(kPrescriptions, body(practice_.vet, "pom-v",
                                                              {{"status", "Issued"},
                                                               {"repeats", std::int64_t{2}},
                                                               {"interval", std::int64_t{1}},
                                                               {"interval-period", "MONTH"}}));
    EXPECT_THAT(practice_.refusals, IsEmpty());
    return practice_.stored(kPrescriptions, made.id());
  }
  Clinic practice_;
};

TEST_F(Prescription, IsNotRepeatableForControlledDrugsOfSchedulesTwoAndThree) {
  const auto refusals = [&](const char* category, std::int64_t repeats) {
    practice_.create(kPrescriptions, body(practice_.vet, category, {{"repeats", repeats}}));
    return practice_.refusals;
  };
  EXPECT_THAT(refusals("cd-2", 0), IsEmpty());
  EXPECT_THAT(refusals("cd-2", 1), ElementsAre("repeats: not-applicable"));
  EXPECT_THAT(refusals("cd-3", 1), ElementsAre("repeats: not-applicable"));
  EXPECT_THAT(refusals("cd-4", 1), IsEmpty());
  practice_.create(kAdvanced, body(practice_.vet, "cd-3",
                                   {{"interval", std::int64_t{1}}, {"interval-period", "MONTH"}}));
  EXPECT_THAT(practice_.refusals, ElementsAre("formulary-uuid: not-applicable"));
}

TEST_F(Prescription, ExpiresWithoutAWrite) {
  const Record made = issued();
  practice_.time = parse_instant("2026-12-16T10:00:00Z").value();
  practice_.write([](WriteSession&) -> Result<void> { return {}; });
  EXPECT_EQ(text_of(practice_.stored(kPrescriptions, made.id()), "status"), "Expired");
  practice_.patch(practice_.stored(kPrescriptions, made.id()),
                  {{"supplies-dispensed", std::int64_t{1}}});
  EXPECT_THAT(practice_.refusals, testing::Contains(testing::HasSubstr("transition-not-allowed")));
}

TEST_F(Prescription, IsOfThoseWhomTheLawEntitles) {
  const auto not_entitled = ElementsAre("contact-practitioner-uuid: prescriber-not-entitled");
  EXPECT_THAT(refusals_by("veterinary-surgeon", "pom-v"), IsEmpty());
  EXPECT_THAT(refusals_by("specialist", "cd-3"), IsEmpty());
  EXPECT_THAT(refusals_by("registered-veterinary-nurse", "pom-v"), not_entitled);
  EXPECT_THAT(refusals_by("suitably-qualified-person", "pom-v"), not_entitled);
  EXPECT_THAT(refusals_by("suitably-qualified-person", "pom-vps"), IsEmpty());
  EXPECT_THAT(refusals_by("registered-veterinary-nurse", "pom-vps"), not_entitled);
  EXPECT_THAT(refusals_by("registered-veterinary-nurse", "cd-5"), not_entitled);
  EXPECT_THAT(refusals_by("registered-veterinary-nurse", "avm-gsl"), IsEmpty());
  practice_.create(kPrescriptions, body(practice_.vet, "pom-v"));
  EXPECT_THAT(practice_.refusals, IsEmpty()) << "a practitioner without a type";
  const auto of_own_type = [&](const char* prescribes_as) {
    NamedValues type{{"name", "Of the practice"}};
    if (*prescribes_as != 0) type.emplace_back("prescribes-as", prescribes_as);
    const Uuid own = practice_.add("contact-management/practitioner-types", type).id();
    return practice_
        .add(Clinic::kContacts, {{"contact-type", "Practitioner"}, {"practitioner-type-uuid", own}})
        .id();
  };
  practice_.create(kPrescriptions, body(of_own_type(""), "pom-v"));
  EXPECT_THAT(practice_.refusals, IsEmpty()) << "taken at the practice's word";
  practice_.create(kPrescriptions, body(of_own_type("QualifiedPerson"), "pom-v"));
  EXPECT_THAT(practice_.refusals, not_entitled);
  practice_.create(kPrescriptions, body(practice_.client, "pom-v"));
  EXPECT_THAT(practice_.refusals,
              ElementsAre("contact-practitioner-uuid: contact-not-practitioner"));
}

TEST_F(Prescription, IsValidForSixMonthsAndControlledDrugsFor28Days) {
  EXPECT_EQ(value_of(practice_.create(kPrescriptions, body(practice_.vet, "pom-v")), "expiry-date"),
            day("2026-12-15"));
  EXPECT_EQ(value_of(practice_.create(kPrescriptions, body(practice_.vet, "cd-2")), "expiry-date"),
            day("2026-07-13"));
  practice_.create(kPrescriptions,
                   body(practice_.vet, "cd-4", {{"expiry-date", day("2026-07-14")}}));
  EXPECT_THAT(practice_.refusals, ElementsAre("expiry-date: expiry-too-late"));
  practice_.create(kPrescriptions,
                   body(practice_.vet, "pom-v", {{"expiry-date", day("2026-12-15")}}));
  EXPECT_THAT(practice_.refusals, IsEmpty());
}

TEST_F(Prescription, FollowsItsSupplies) {
  Record prescription = issued();
  practice_.patch(prescription, {{"supplies-dispensed", std::int64_t{1}}});
  EXPECT_EQ(text_of(prescription, "status"), "PartDispensed");
  EXPECT_EQ(value_of(prescription, "last-dispensed-date"), day("2026-06-15"));
  EXPECT_EQ(value_of(prescription, "next-dispense-date"), day("2026-07-15"));
  practice_.patch(prescription, {{"supplies-dispensed", std::int64_t{2}}});
  EXPECT_THAT(practice_.warnings, ElementsAre("supplies-dispensed: supplied-early"));
  practice_.patch(prescription, {{"supplies-dispensed", std::int64_t{4}}});
  EXPECT_THAT(practice_.refusals, ElementsAre("supplies-dispensed: supplies-do-not-fit"));
  practice_.patch(prescription, {{"supplies-dispensed", std::int64_t{1}}});
  EXPECT_THAT(practice_.refusals, ElementsAre("supplies-dispensed: supplies-do-not-fit"));
  practice_.patch(prescription, {{"supplies-dispensed", std::int64_t{3}}});
  EXPECT_EQ(text_of(prescription, "status"), "Dispensed");
  EXPECT_EQ(value_of(prescription, "next-dispense-date"), null_value());
}

TEST_F(Prescription, TakesItsSuppliesFromAStatusThatIsSet) {
  Record prescription = issued();
  practice_.patch(prescription, {{"status", "PartDispensed"}});
  EXPECT_EQ(value_of(prescription, "supplies-dispensed"), Value{std::int64_t{1}});
  practice_.patch(prescription, {{"status", "Dispensed"}});
  EXPECT_EQ(value_of(prescription, "supplies-dispensed"), Value{std::int64_t{3}});
  practice_.patch(prescription, {{"status", "Issued"}});
  EXPECT_THAT(practice_.refusals, ElementsAre("status: transition-not-allowed"));
}

TEST_F(Prescription, StandsOnceIssued) {
  Record prescription = issued();
  EXPECT_EQ(value_of(prescription, "issued-date"), Value{practice_.time.milliseconds});
  practice_.patch(prescription, {{"quantity", std::int64_t{1}}, {"instruction", "Once a day"}});
  EXPECT_THAT(practice_.refusals,
              ElementsAre("quantity: prescription-issued", "instruction: prescription-issued"));
  practice_.patch(prescription, {{"cancel-reason", "Changed"}, {"status", "Cancelled"}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
}

TEST_F(Prescription, EndsWithItsLastDay) {
  Record prescription = issued();
  practice_.patch(prescription, {{"status", "Expired"}});
  EXPECT_THAT(practice_.refusals, ElementsAre("status: not-expired-yet"));
  practice_.time = parse_instant("2026-12-16T09:00:00Z").value();
  practice_.patch(prescription, {{"supplies-dispensed", std::int64_t{1}}});
  EXPECT_THAT(practice_.refusals,
              testing::UnorderedElementsAre("status: transition-not-allowed",
                                            "supplies-dispensed: prescription-expired"));
  practice_.patch(prescription, {{"status", "Expired"}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
}

TEST_F(Prescription, AdvancedIsSuspendedForAReason) {
  const Record made = practice_.create(kAdvanced, body(practice_.vet, "pom-v",
                                                       {{"interval", std::int64_t{1}},
                                                        {"interval-period", "MONTH"},
                                                        {"start-date", day("2026-06-15")},
                                                        {"end-date", day("2026-09-01")},
                                                        {"last-supply-date", day("2026-06-30")}}));
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_EQ(value_of(made, "next-supply-date"), day("2026-07-30"));
  Record advanced = practice_.stored(kAdvanced, made.id());
  const Uuid reason = entry("clinical/suspend-reasons", "other");
  practice_.patch(advanced, {{"suspend-reason-uuid", reason}});
  EXPECT_THAT(practice_.refusals, ElementsAre("suspend-reason-uuid: not-applicable"));
  practice_.patch(advanced, {{"status", "Suspended"}, {"suspend-reason-uuid", reason}});
  EXPECT_EQ(value_of(advanced, "suspended-date"), Value{practice_.time.milliseconds});
  EXPECT_EQ(value_of(advanced, "next-supply-date"), null_value());
  practice_.patch(advanced, {{"status", "Active"}});
  EXPECT_EQ(value_of(advanced, "suspend-reason-uuid"), null_value());
  EXPECT_EQ(value_of(advanced, "suspended-date"), null_value());
  practice_.patch(advanced, {{"status", "Expired"}});
  EXPECT_THAT(practice_.refusals, ElementsAre("status: not-expired-yet"));
}

}  // namespace
}  // namespace vip::domains
