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

// Of a weight that nobody confirmed, and of the same that somebody did.
class ImplausibleWeight : public testing::Test {
 protected:
  enum class Answer { taken, needs_confirmation, unexpected };
  Answer weigh(std::int64_t weight, const char* when = "2026-06-15T09:00:00Z") {
    const NamedValues values{
        {"patient-uuid", practice_.dog}, {"weight", weight}, {"date", moment(when)}};
    practice_.create(kWeights, values);
    if (practice_.refusals.empty() && practice_.warnings.empty()) return Answer::taken;
    if (practice_.refusals != Texts{"weight: implausible-value"}) return Answer::unexpected;
    return Answer::needs_confirmation;
  }
  Answer of_another_dog(std::int64_t weight) {
    practice_.dog = practice_
                        .add("patient-management/patients",
                             {{"account-uuid", practice_.account}, {"species-uuid", species_}})
                        .id();
    return weigh(weight);
  }
  using Texts = std::vector<std::string>;
  Clinic practice_;
  Uuid species_ = Clinic::species("canine");
};

TEST_F(ImplausibleWeight, IsOutsideTheRangeOfTheSpecies) {
  EXPECT_EQ(of_another_dog(130 * kKilogram), Answer::taken);
  EXPECT_EQ(of_another_dog(130 * kKilogram + 1), Answer::needs_confirmation);
  EXPECT_EQ(of_another_dog(kKilogram / 20), Answer::taken);
  EXPECT_EQ(of_another_dog(kKilogram / 20 - 1), Answer::needs_confirmation);
}

TEST_F(ImplausibleWeight, IsOutsideThePracticesOwnRangeUntilThatIsHidden) {
  Record own =
      practice_.add("clinical/vital-metric-ranges",
                    {{"species-uuid", species_}, {"weight-maximum", std::int64_t{200'0000}}});
  EXPECT_EQ(of_another_dog(199 * kKilogram), Answer::taken);
  practice_.set(own, {{"hidden", boolean(true)}});
  EXPECT_EQ(of_another_dog(199 * kKilogram), Answer::needs_confirmation);
}

TEST_F(ImplausibleWeight, IsTwentyTimesAwayFromTheLastOneBeforeIt) {
  EXPECT_EQ(weigh(2 * kKilogram, "2026-01-10T09:00:00Z"), Answer::taken);
  EXPECT_EQ(weigh(40 * kKilogram, "2026-02-10T09:00:00Z"), Answer::needs_confirmation);
  EXPECT_THAT(practice_.last_detail, testing::HasSubstr("a twentieth of, 2 kg."));
  EXPECT_EQ(weigh(39 * kKilogram, "2026-02-10T09:00:00Z"), Answer::taken);
  EXPECT_EQ(weigh(40 * kKilogram, "2026-03-10T09:00:00Z"), Answer::taken);
  EXPECT_EQ(weigh(2 * kKilogram, "2026-04-10T09:00:00Z"), Answer::needs_confirmation);
  EXPECT_EQ(weigh(2 * kKilogram + 1, "2026-04-10T09:00:00Z"), Answer::taken);
  EXPECT_EQ(weigh(40 * kKilogram, "2026-01-09T09:00:00Z"), Answer::taken) << "before all others";
}

TEST_F(ImplausibleWeight, IsComparedWithTheLastOneThatCounts) {
  EXPECT_EQ(weigh(2 * kKilogram, "2026-01-10T09:00:00Z"), Answer::taken);
  EXPECT_EQ(weigh(39 * kKilogram, "2026-02-10T09:00:00Z"), Answer::taken);
  const Record wrong = practice_.all(kWeights).back();
  practice_.patch(practice_.stored(kWeights, wrong.id()), {{"withdrawn-reason", "Another dog"}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_EQ(weigh(100 * kKilogram, "2026-03-10T09:00:00Z"), Answer::needs_confirmation);
}

TEST_F(ImplausibleWeight, IsCorrectedWithoutRegardToWhatWasWrong) {
  EXPECT_EQ(weigh(100 * kKilogram), Answer::taken);
  const Record wrong = practice_.all(kWeights).back();
  practice_.create(kWeights, {{"patient-uuid", practice_.dog},
                              {"weight", kKilogram},
                              {"corrects-uuid", wrong.id()},
                              {"correction-reason", "Grams"}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
}

TEST_F(ImplausibleWeight, IsRecordedWithAWarningWhenItIsConfirmed) {
  practice_.create(kWeights, {{"patient-uuid", practice_.dog},
                              {"weight", 200 * kKilogram},
                              {"confirm-implausible", boolean(true)}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_THAT(practice_.warnings, ElementsAre("weight: implausible-value"));
  practice_.create(kWeights, {{"patient-uuid", practice_.dog},
                              {"weight", 20 * kKilogram},
                              {"confirm-implausible", boolean(true)}});
  EXPECT_THAT(practice_.warnings, IsEmpty()) << "nothing to confirm";
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
