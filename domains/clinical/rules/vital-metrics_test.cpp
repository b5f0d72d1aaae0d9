// What all clinical records share, on the simplest of them, and what is plausible.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinical_world.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr auto kWeights = "clinical/vital-metrics-weight";
constexpr std::int64_t kKilogram = 100'000'000;  // at eight decimals

TEST(Weight, WritesItsEntryIntoTheHistory) {
  ClinicalWorld world;
  const Record weight = world.create(kWeights, {{"patient-uuid", world.dog},
                                                {"weight", kKilogram * 62 / 5},
                                                {"date", moment("2026-06-15T09:00:00Z")},
                                                {"contact-practitioner-uuid", world.vet}});
  EXPECT_THAT(world.refusals, IsEmpty());
  EXPECT_THAT(world.warnings, IsEmpty());
  EXPECT_EQ(value_of(weight, "location-uuid"), Value{world.main}) << "that of the account";
  ASSERT_EQ(world.effects.size(), 1U);
  EXPECT_EQ(world.effect_on("history", "clinical-history-uuid"),
            value_of(weight, "clinical-history-uuid"));
  EXPECT_EQ(world.effect_on("history", "record-type"), Value{std::string{"Weight"}});
  EXPECT_EQ(world.effect_on("history", "record-uuid"), Value{weight.id()});
  EXPECT_EQ(world.effect_on("history", "description"), Value{std::string{"Weight: 12.4 kg"}});
  EXPECT_EQ(world.effect_on("history", "patient-uuid"), Value{world.dog});
  EXPECT_EQ(world.effect_on("history", "contact-practitioner-uuid"), Value{world.vet});
  EXPECT_EQ(world.effect_on("history", "date"), moment("2026-06-15T09:00:00Z"));
}

TEST(Weight, IsOfAPractitionerAndOfADayThatHasCome) {
  ClinicalWorld world;
  world.create(kWeights, {{"patient-uuid", world.dog},
                          {"weight", kKilogram},
                          {"date", moment("2026-06-16T00:30:00Z")},
                          {"contact-practitioner-uuid", world.client}});
  EXPECT_THAT(world.refusals,
              UnorderedElementsAre("contact-practitioner-uuid: contact-not-practitioner",
                                   "date: date-in-future"));
}

TEST(Weight, IsWarnedOfWhenItIsImplausible) {
  ClinicalWorld world;
  const auto warnings = [&](std::int64_t weight) {
    world.create(kWeights, {{"patient-uuid", world.dog}, {"weight", weight}});
    EXPECT_THAT(world.refusals, IsEmpty());
    return world.warnings;
  };
  EXPECT_THAT(warnings(130 * kKilogram), IsEmpty());
  EXPECT_THAT(warnings(130 * kKilogram + 1), ElementsAre("weight: implausible-value"));
  EXPECT_THAT(warnings(kKilogram / 20), IsEmpty());
  EXPECT_THAT(warnings(kKilogram / 20 - 1), ElementsAre("weight: implausible-value"));
  // The practice's own entry stands in the place of the platform's, until it is hidden.
  Record& own =
      world.add("clinical/vital-metric-ranges", {{"species-uuid", ClinicalWorld::species("canine")},
                                                 {"weight-maximum", std::int64_t{200'0000}}});
  EXPECT_THAT(warnings(199 * kKilogram), IsEmpty());
  own.at(own.resource->field("hidden")) = boolean(true);
  EXPECT_THAT(warnings(199 * kKilogram), ElementsAre("weight: implausible-value"));
}

TEST(Temperature, IsComparedAtItsOwnScale) {
  ClinicalWorld world;
  world.create("clinical/vital-metrics-temperature",
               {{"patient-uuid", world.dog}, {"temperature", std::int64_t{4350}}});
  EXPECT_THAT(world.warnings, IsEmpty());
  world.create("clinical/vital-metrics-temperature",
               {{"patient-uuid", world.dog}, {"temperature", std::int64_t{4351}}});
  EXPECT_THAT(world.warnings, ElementsAre("temperature: implausible-value"));
}

TEST(Rates, AreComparedWithTheBoundsOfTheirOwn) {
  ClinicalWorld world;
  const auto warnings = [&](const char* metric, const char* field, std::int64_t rate) {
    world.create(std::string{"clinical/vital-metrics-"} + metric,
                 {{"patient-uuid", world.dog}, {field, rate}});
    return world.warnings;
  };
  EXPECT_THAT(warnings("respiration", "respiratory-rate", 300), IsEmpty());
  EXPECT_THAT(warnings("respiration", "respiratory-rate", 301),
              ElementsAre("respiratory-rate: implausible-value"));
  EXPECT_THAT(warnings("heart-rate", "heart-rate", 320), IsEmpty());
  EXPECT_THAT(warnings("heart-rate", "heart-rate", 321),
              ElementsAre("heart-rate: implausible-value"));
}

TEST(BodyCondition, IsNotAboveItsScale) {
  ClinicalWorld world;
  const auto refusals = [&](std::int64_t tenths, const char* scale) {
    world.create("clinical/vital-metrics-body-condition",
                 {{"patient-uuid", world.dog}, {"score", tenths}, {"score-scale", scale}});
    return world.refusals;
  };
  EXPECT_THAT(refusals(50, "FivePoint"), IsEmpty());
  EXPECT_THAT(refusals(55, "FivePoint"), ElementsAre("score: score-above-scale"));
  EXPECT_THAT(refusals(90, "NinePoint"), IsEmpty());
}

}  // namespace
}  // namespace vip::domains
