// The table of breed norms is complete and plausible, and animals grow as it says.

#include "sandbox/breed_norms.h"

#include <gtest/gtest.h>

#include <set>

namespace vip::sandbox {
namespace {

const BreedNorm& breed(std::string_view code) {
  for (const BreedNorm& each : breed_norms())
    if (each.code == code) return each;
  throw std::runtime_error("no breed " + std::string(code));
}

TEST(BreedNorms, EachBreedHasARangeASpeciesAndColours) {
  std::set<std::string_view> codes;
  for (const BreedNorm& each : breed_norms()) {
    EXPECT_TRUE(codes.insert(each.code).second) << each.code;
    ASSERT_NE(each.species, nullptr) << each.code;
    EXPECT_GT(each.share, 0U) << each.code;
    EXPECT_FALSE(each.colours.empty()) << each.code;
    for (const WeightRange& range : {each.male, each.female}) {
      EXPECT_GT(range.low, 0) << each.code;
      EXPECT_GT(range.high, range.low * 1.1) << each.code;
      EXPECT_LT(range.high, range.low * 3) << each.code;
    }
  }
}

TEST(BreedNorms, SharesOfTheSpeciesAddUpToAHundred) {
  unsigned sum = 0;
  for (const SpeciesNorm& species : species_norms()) sum += species.share;
  EXPECT_EQ(sum, 100U);
}

TEST(BreedNorms, AnimalsGrowToTheirAdultWeight) {
  struct Row {
    const char* breed;
    std::int64_t age_days;
    double low, high;  // kilograms, of a male of medium size
  };
  constexpr Row kRows[] = {
      {"canine-labrador-retriever", 56, 3, 6.5},
      {"canine-labrador-retriever", 180, 17, 26},
      {"canine-labrador-retriever", 450, 32, 33},
      {"canine-chihuahua-smooth-coat", 60, 0.3, 1.1},
      {"canine-chihuahua-smooth-coat", 3000, 2.3, 2.4},
      {"canine-great-dane", 365, 45, 66},
      {"feline-domestic-shorthair", 63, 0.7, 1.6},
      {"horse-thoroughbred", 365, 280, 400},
      {"hamster-syrian", 20, 0.02, 0.08},
  };
  for (const Row& row : kRows) {
    const WeightRange range = breed(row.breed).weights(true, row.age_days);
    const double middle = (range.low + range.high) / 2;
    EXPECT_GE(middle, row.low) << row.breed << " at " << row.age_days;
    EXPECT_LE(middle, row.high) << row.breed << " at " << row.age_days;
  }
}

TEST(BreedNorms, NoMaleCatIsTortoiseshell) {
  Random random{3};
  for (const BreedNorm& each : breed_norms())
    for (int i = 0; i < 60 && each.species->code == "feline"; ++i)
      EXPECT_FALSE(any_colour(random, each, true).starts_with("tort")) << each.code;
}

TEST(BreedNorms, BreedsOfASpeciesAreDrawn) {
  Random random{4};
  for (const SpeciesNorm& species : species_norms())
    for (int i = 0; i < 40; ++i) EXPECT_EQ(any_breed(random, species).species, &species);
}

}  // namespace
}  // namespace vip::sandbox
