// Prescriptions, their supplies and the law.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinical_world.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kPrescriptions = "clinical/prescriptions";
constexpr auto kAdvanced = "clinical/advanced-prescriptions";

class Prescription : public testing::Test {
 protected:
  NamedValues body(const Uuid& practitioner, const char* category, NamedValues more = {}) {
    more.insert(more.end(), {{"patient-uuid", world_.dog},
                             {"formulary-uuid", world_.medicine(category)},
                             {"contact-practitioner-uuid", practitioner},
                             {"date", moment("2026-06-15T09:00:00Z")},
                             {"quantity", std::int64_t{30'000}}});
    return more;
  }
  std::vector<std::string> refusals_by(const char* type, const char* category) {
    world_.create(kPrescriptions, body(world_.practitioner(type), category));
    return world_.refusals;
  }
  // An issued one with two repeats, a month apart.
  Record& issued() {
    const Record made = world_.create(kPrescriptions, body(world_.vet, "pom-v",
                                                           {{"status", "Issued"},
                                                            {"repeats", std::int64_t{2}},
                                                            {"interval", std::int64_t{1}},
                                                            {"interval-period", "MONTH"}}));
    EXPECT_THAT(world_.refusals, IsEmpty());
    return world_.stored(kPrescriptions, made.id());
  }
  ClinicalWorld world_;
};

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
  world_.create(kPrescriptions, body(world_.vet, "pom-v"));
  EXPECT_THAT(world_.refusals, IsEmpty()) << "a practitioner without a type";
  const auto of_own_type = [&](const char* prescribes_as) {
    NamedValues type{{"name", "Of the practice"}};
    if (*prescribes_as != 0) type.emplace_back("prescribes-as", prescribes_as);
    const Uuid own = world_.add("contact-management/practitioner-types", type).id();
    return world_
        .add(ClinicalWorld::kContacts,
             {{"contact-type", "Practitioner"}, {"practitioner-type-uuid", own}})
        .id();
  };
  world_.create(kPrescriptions, body(of_own_type(""), "pom-v"));
  EXPECT_THAT(world_.refusals, IsEmpty()) << "taken at the practice's word";
  world_.create(kPrescriptions, body(of_own_type("QualifiedPerson"), "pom-v"));
  EXPECT_THAT(world_.refusals, not_entitled);
  world_.create(kPrescriptions, body(world_.client, "pom-v"));
  EXPECT_THAT(world_.refusals, ElementsAre("contact-practitioner-uuid: contact-not-practitioner"));
}

TEST_F(Prescription, IsValidForSixMonthsAndControlledDrugsFor28Days) {
  EXPECT_EQ(value_of(world_.create(kPrescriptions, body(world_.vet, "pom-v")), "expiry-date"),
            day("2026-12-15"));
  EXPECT_EQ(value_of(world_.create(kPrescriptions, body(world_.vet, "cd-2")), "expiry-date"),
            day("2026-07-13"));
  world_.create(kPrescriptions, body(world_.vet, "cd-4", {{"expiry-date", day("2026-07-14")}}));
  EXPECT_THAT(world_.refusals, ElementsAre("expiry-date: expiry-too-late"));
  world_.create(kPrescriptions, body(world_.vet, "pom-v", {{"expiry-date", day("2026-12-15")}}));
  EXPECT_THAT(world_.refusals, IsEmpty());
}

TEST_F(Prescription, FollowsItsSupplies) {
  Record& prescription = issued();
  world_.patch(prescription, {{"supplies-dispensed", std::int64_t{1}}});
  EXPECT_EQ(text_of(prescription, "status"), "PartDispensed");
  EXPECT_EQ(value_of(prescription, "last-dispensed-date"), day("2026-06-15"));
  EXPECT_EQ(value_of(prescription, "next-dispense-date"), day("2026-07-15"));
  world_.patch(prescription, {{"supplies-dispensed", std::int64_t{2}}});
  EXPECT_THAT(world_.warnings, ElementsAre("supplies-dispensed: supplied-early"));
  world_.patch(prescription, {{"supplies-dispensed", std::int64_t{4}}});
  EXPECT_THAT(world_.refusals, ElementsAre("supplies-dispensed: supplies-do-not-fit"));
  world_.patch(prescription, {{"supplies-dispensed", std::int64_t{1}}});
  EXPECT_THAT(world_.refusals, ElementsAre("supplies-dispensed: supplies-do-not-fit"));
  world_.patch(prescription, {{"supplies-dispensed", std::int64_t{3}}});
  EXPECT_EQ(text_of(prescription, "status"), "Dispensed");
  EXPECT_EQ(value_of(prescription, "next-dispense-date"), null_value());
}

TEST_F(Prescription, TakesItsSuppliesFromAStatusThatIsSet) {
  Record& prescription = issued();
  world_.patch(prescription, {{"status", "PartDispensed"}});
  EXPECT_EQ(value_of(prescription, "supplies-dispensed"), Value{std::int64_t{1}});
  world_.patch(prescription, {{"status", "Dispensed"}});
  EXPECT_EQ(value_of(prescription, "supplies-dispensed"), Value{std::int64_t{3}});
  world_.patch(prescription, {{"status", "Issued"}});
  EXPECT_THAT(world_.refusals, ElementsAre("status: transition-not-allowed"));
}

TEST_F(Prescription, StandsOnceIssued) {
  Record& prescription = issued();
  EXPECT_EQ(value_of(prescription, "issued-date"), Value{world_.time.milliseconds});
  world_.patch(prescription, {{"quantity", std::int64_t{1}}, {"instruction", "Once a day"}});
  EXPECT_THAT(world_.refusals,
              ElementsAre("quantity: prescription-issued", "instruction: prescription-issued"));
  world_.patch(prescription, {{"cancel-reason", "Changed"}, {"status", "Cancelled"}});
  EXPECT_THAT(world_.refusals, IsEmpty());
}

TEST_F(Prescription, EndsWithItsLastDay) {
  Record& prescription = issued();
  world_.patch(prescription, {{"status", "Expired"}});
  EXPECT_THAT(world_.refusals, ElementsAre("status: not-expired-yet"));
  world_.time = parse_instant("2026-12-16T09:00:00Z").value();
  world_.patch(prescription, {{"supplies-dispensed", std::int64_t{1}}});
  EXPECT_THAT(world_.refusals, ElementsAre("supplies-dispensed: prescription-expired"));
  world_.patch(prescription, {{"status", "Expired"}});
  EXPECT_THAT(world_.refusals, IsEmpty());
}

TEST_F(Prescription, AdvancedIsSuspendedForAReason) {
  const Record made = world_.create(kAdvanced, body(world_.vet, "pom-v",
                                                    {{"interval", std::int64_t{1}},
                                                     {"start-date", day("2026-06-15")},
                                                     {"end-date", day("2026-09-01")},
                                                     {"last-supply-date", day("2026-06-30")}}));
  EXPECT_THAT(world_.refusals, IsEmpty());
  EXPECT_EQ(value_of(made, "next-supply-date"), day("2026-07-30"));
  Record& advanced = world_.stored(kAdvanced, made.id());
  const Uuid reason = entry("clinical/suspend-reasons", "other");
  world_.patch(advanced, {{"suspend-reason-uuid", reason}});
  EXPECT_THAT(world_.refusals, ElementsAre("suspend-reason-uuid: not-applicable"));
  world_.patch(advanced, {{"status", "Suspended"}, {"suspend-reason-uuid", reason}});
  EXPECT_EQ(value_of(advanced, "suspended-date"), Value{world_.time.milliseconds});
  EXPECT_EQ(value_of(advanced, "next-supply-date"), null_value());
  world_.patch(advanced, {{"status", "Active"}});
  EXPECT_EQ(value_of(advanced, "suspend-reason-uuid"), null_value());
  EXPECT_EQ(value_of(advanced, "suspended-date"), null_value());
  world_.patch(advanced, {{"status", "Expired"}});
  EXPECT_THAT(world_.refusals, ElementsAre("status: not-expired-yet"));
}

}  // namespace
}  // namespace vip::domains
