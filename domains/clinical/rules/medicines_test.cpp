// What the law asks of a medicine: the species of its licence, the passport of equines, the food
// chain and its withdrawal periods.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinic.h"

namespace vip::domains {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const char* const kPeriods = R"([{"produce":"Meat","days":28}])";

class Medicine : public testing::Test {
 protected:
  Uuid animal(const char* species, NamedValues more = {}) {
    more.insert(more.begin(), {{"account-uuid", practice_.account},
                               {"patient-name", "Bramble"},
                               {"species-uuid", Clinic::species(species)}});
    const Record made = practice_.create("patient-management/patients", more);
    EXPECT_THAT(practice_.refusals, IsEmpty());
    return made.id();
  }
  Uuid item(const NamedValues& more = {}) {
    Record made = practice_.stored("formulary-management/stock", practice_.medicine("pom-v"));
    practice_.set(made, more);
    return made.id();
  }
  static std::string of(const char* species) {
    return "[\"" + to_string(Clinic::species(species)) + "\"]";
  }
  Record prescribe(const Uuid& patient, const Uuid& medicine, NamedValues more = {}) {
    more.insert(more.begin(), {{"patient-uuid", patient},
                               {"formulary-uuid", medicine},
                               {"contact-practitioner-uuid", practice_.vet},
                               {"quantity", std::int64_t{1000}}});
    more.emplace_back("status", "Issued");
    return practice_.create("clinical/prescriptions", more);
  }
  void charge(const Uuid& patient, const Uuid& medicine) {
    practice_.create("clinical/billable-records", {{"patient-uuid", patient},
                                                   {"formulary-uuid", medicine},
                                                   {"location-uuid", practice_.main},
                                                   {"contact-practitioner-uuid", practice_.vet},
                                                   {"quantity", std::int64_t{1000}}});
  }
  Clinic practice_;
};

TEST_F(Medicine, ForOtherSpeciesIsWarnedOf) {
  const Uuid cats_only = item({{"licensed-species-uuids", of("feline")}});
  const Record made = prescribe(practice_.dog, cats_only, {{"cascade-reason", "None for dogs"}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_THAT(practice_.warnings, ElementsAre("formulary-uuid: off-licence-species"));
  EXPECT_EQ(value_of(made, "cascade"), boolean(true));
  charge(practice_.dog, cats_only);
  EXPECT_THAT(practice_.warnings, Contains("formulary-uuid: off-licence-species"));
  prescribe(practice_.dog, item({{"licensed-species-uuids", of("canine")}}));
  EXPECT_THAT(practice_.warnings, IsEmpty());
}

TEST_F(Medicine, ForAHorseNeedsItsPassport) {
  const Uuid unchecked = animal("horse");
  prescribe(unchecked, item({{"withdrawal-periods", kPeriods}}));
  EXPECT_THAT(practice_.refusals, ElementsAre("patient-uuid: food-chain-unknown"));
  charge(unchecked, item({{"withdrawal-periods", kPeriods}}));
  EXPECT_THAT(practice_.warnings, Contains("patient-uuid: food-chain-unknown"));
  prescribe(animal("horse", {{"status-food-chain", boolean(false)}}), item());
  EXPECT_THAT(practice_.refusals, IsEmpty());
}

TEST_F(Medicine, NotForTheFoodChainIsRefused) {
  const Uuid phenylbutazone = item({{"food-animals-prohibited", boolean(true)}});
  for (const char* species : {"cattle", "horse"}) {
    const Uuid patient = animal(species, {{"status-food-chain", boolean(true)}});
    prescribe(patient, phenylbutazone);
    EXPECT_THAT(practice_.refusals, ElementsAre("formulary-uuid: food-chain-prohibited"));
    charge(patient, phenylbutazone);
    EXPECT_THAT(practice_.refusals, Contains("formulary-uuid: food-chain-prohibited"));
  }
  prescribe(animal("horse", {{"status-food-chain", boolean(false)}}), phenylbutazone);
  EXPECT_THAT(practice_.refusals, IsEmpty());
}

TEST_F(Medicine, ForTheFoodChainHasWithdrawalPeriods) {
  const Uuid cow = animal("cattle");
  prescribe(cow, item());
  EXPECT_THAT(practice_.refusals, ElementsAre("withdrawal-periods: withdrawal-period-missing"));
  prescribe(cow, item(), {{"withdrawal-period-days", std::int64_t{28}}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
  const Record made = prescribe(cow, item({{"withdrawal-periods", kPeriods}}));
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_EQ(text_of(made, "withdrawal-periods"), kPeriods);
  prescribe(cow, item({{"withdrawal-periods", kPeriods}, {"licensed-species-uuids", of("sheep")}}));
  EXPECT_THAT(practice_.refusals, ElementsAre("withdrawal-periods: withdrawal-period-missing"))
      << "the periods are those of sheep";
  charge(cow, item());
  EXPECT_THAT(practice_.warnings, Contains("withdrawal-periods: withdrawal-period-missing"));
}

TEST_F(Medicine, OfADraftMayBeIncomplete) {
  const Record draft =
      practice_.create("clinical/prescriptions", {{"patient-uuid", animal("cattle")},
                                                  {"formulary-uuid", item()},
                                                  {"contact-practitioner-uuid", practice_.vet},
                                                  {"quantity", std::int64_t{1000}}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_THAT(practice_.warnings, ElementsAre("withdrawal-periods: withdrawal-period-missing"));
  practice_.patch(practice_.stored("clinical/prescriptions", draft.id()), {{"status", "Issued"}});
  EXPECT_THAT(practice_.refusals, ElementsAre("withdrawal-periods: withdrawal-period-missing"));
}

TEST_F(Medicine, OfASpeciesForFoodIsPresumed) {
  const auto in_food_chain = [&](const Uuid& patient) {
    return value_of(practice_.stored("patient-management/patients", patient), "status-food-chain");
  };
  EXPECT_EQ(in_food_chain(animal("cattle")), boolean(true));
  EXPECT_EQ(in_food_chain(animal("horse")), boolean(true));
  EXPECT_EQ(in_food_chain(animal("canine")), boolean(false));
  const Uuid pet_goat = animal("goat", {{"status-food-chain", boolean(false)}});
  EXPECT_EQ(in_food_chain(pet_goat), boolean(false));
  EXPECT_EQ(
      value_of(practice_.stored("patient-management/patients", pet_goat), "status-food-chain-date"),
      day("2026-06-15"));
}

}  // namespace
}  // namespace vip::domains
