// What all clinical records share, on the simplest of them, and what is plausible.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinic.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr auto kWeights = "clinical/vital-metrics-weight";
constexpr std::int64_t kKilogram = 100'000'000;  // at eight decimals

TEST(Weight, WritesItsEntryIntoTheHistory) {
  Clinic practice;
  const Record weight = practice.create(kWeights, {{"patient-uuid", practice.dog},
                                                   {"weight", kKilogram * 62 / 5},
                                                   {"date", moment("2026-06-15T09:00:00Z")},
                                                   {"contact-practitioner-uuid", practice.vet}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(practice.warnings, IsEmpty());
  EXPECT_EQ(value_of(weight, "location-uuid"), Value{practice.main}) << "that of the account";
  EXPECT_THAT(practice.written(),
              ElementsAre(std::string("create ") + kWeights, "create clinical/history"));
  EXPECT_EQ(practice.of_entry("clinical-history-uuid"), value_of(weight, "clinical-history-uuid"));
  EXPECT_EQ(practice.of_entry("record-type"), Value{std::string{"Weight"}});
  EXPECT_EQ(practice.of_entry("record-uuid"), Value{weight.id()});
  EXPECT_EQ(practice.of_entry("description"), Value{std::string{"Weight: 12.4 kg"}});
  EXPECT_EQ(practice.of_entry("patient-uuid"), Value{practice.dog});
  EXPECT_EQ(practice.of_entry("contact-practitioner-uuid"), Value{practice.vet});
  EXPECT_EQ(practice.of_entry("date"), moment("2026-06-15T09:00:00Z"));
}

TEST(Weight, IsOfAPractitionerAndOfADayThatHasCome) {
  Clinic practice;
  practice.create(kWeights, {{"patient-uuid", practice.dog},
                             {"weight", kKilogram},
                             {"date", moment("2026-06-16T00:30:00Z")},
                             {"contact-practitioner-uuid", practice.client}});
  EXPECT_THAT(practice.refusals,
              UnorderedElementsAre("contact-practitioner-uuid: contact-not-practitioner",
                                   "date: date-in-future"));
}

TEST(Weight, IsWarnedOfWhenItIsImplausible) {
  Clinic practice;
  const auto warnings = [&](std::int64_t weight) {
    practice.create(kWeights, {{"patient-uuid", practice.dog}, {"weight", weight}});
    EXPECT_THAT(practice.refusals, IsEmpty());
    return practice.warnings;
  };
  EXPECT_THAT(warnings(130 * kKilogram), IsEmpty());
  EXPECT_THAT(warnings(130 * kKilogram + 1), ElementsAre("weight: implausible-value"));
  EXPECT_THAT(warnings(kKilogram / 20), IsEmpty());
  EXPECT_THAT(warnings(kKilogram / 20 - 1), ElementsAre("weight: implausible-value"));
  // The practice's own entry stands in the place of the platform's, until it is hidden.
  Record own = practice.add(
      "clinical/vital-metric-ranges",
      {{"species-uuid", Clinic::species("canine")}, {"weight-maximum", std::int64_t{200'0000}}});
  EXPECT_THAT(warnings(199 * kKilogram), IsEmpty());
  practice.set(own, {{"hidden", boolean(true)}});
  EXPECT_THAT(warnings(199 * kKilogram), ElementsAre("weight: implausible-value"));
}

TEST(Temperature, IsComparedAtItsOwnScale) {
  Clinic practice;
  practice.create("clinical/vital-metrics-temperature",
                  {{"patient-uuid", practice.dog}, {"temperature", std::int64_t{4350}}});
  EXPECT_THAT(practice.warnings, IsEmpty());
  practice.create("clinical/vital-metrics-temperature",
                  {{"patient-uuid", practice.dog}, {"temperature", std::int64_t{4351}}});
  EXPECT_THAT(practice.warnings, ElementsAre("temperature: implausible-value"));
}

TEST(Rates, AreComparedWithTheBoundsOfTheirOwn) {
  Clinic practice;
  const auto warnings = [&](const char* metric, const char* field, std::int64_t rate) {
    practice.create(std::string{"clinical/vital-metrics-"} + metric,
                    {{"patient-uuid", practice.dog}, {field, rate}});
    return practice.warnings;
  };
  EXPECT_THAT(warnings("respiration", "respiratory-rate", 300), IsEmpty());
  EXPECT_THAT(warnings("respiration", "respiratory-rate", 301),
              ElementsAre("respiratory-rate: implausible-value"));
  EXPECT_THAT(warnings("heart-rate", "heart-rate", 320), IsEmpty());
  EXPECT_THAT(warnings("heart-rate", "heart-rate", 321),
              ElementsAre("heart-rate: implausible-value"));
}

TEST(BodyCondition, IsNotAboveItsScale) {
  Clinic practice;
  const auto refusals = [&](std::int64_t tenths, const char* scale) {
    practice.create("clinical/vital-metrics-body-condition",
                    {{"patient-uuid", practice.dog}, {"score", tenths}, {"score-scale", scale}});
    return practice.refusals;
  };
  EXPECT_THAT(refusals(50, "FivePoint"), IsEmpty());
  EXPECT_THAT(refusals(55, "FivePoint"), ElementsAre("score: score-above-scale"));
  EXPECT_THAT(refusals(90, "NinePoint"), IsEmpty());
}

}  // namespace
}  // namespace vip::domains
