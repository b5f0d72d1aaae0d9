#include "sandbox/breed_norms.h"

#include <array>
#include <cmath>
#include <vector>

namespace vip::sandbox {
namespace {

constexpr std::array kSpecies{
#define VIP_SPECIES(species, share, years, birth) \
  SpeciesNorm{species, share, years, (birth) / 1000.0},
#define VIP_BREED(...)
#include "sandbox/content/breed_norms.def"
#undef VIP_SPECIES
#undef VIP_BREED
};

// Codes of breeds begin with their species: "guinea-pig-abyssinian".
constexpr const SpeciesNorm* species_of(std::string_view breed) {
  for (const SpeciesNorm& species : kSpecies)
    if (breed.starts_with(species.code) && breed[species.code.size()] == '-') return &species;
  return nullptr;
}

constexpr std::array kBreeds{
#define VIP_SPECIES(...)
#define VIP_BREED(breed, share, male_low, male_high, female_low, female_high, adult, colours)    \
  BreedNorm{                                                                                     \
      breed,  species_of(breed), share, {male_low, male_high}, {female_low, female_high}, adult, \
      colours},
#include "sandbox/content/breed_norms.def"
#undef VIP_SPECIES
#undef VIP_BREED
};

constexpr double kSteepness = 6;  // at the adult age, 99 % of the weight are reached

}  // namespace

std::span<const SpeciesNorm> species_norms() { return kSpecies; }
std::span<const BreedNorm> breed_norms() { return kBreeds; }

double grown(const BreedNorm& breed, std::int64_t age_days) {
  if (age_days >= breed.adult_days) return 1;
  const double age = static_cast<double>(age_days) / static_cast<double>(breed.adult_days);
  return std::exp(std::log(breed.species->birth) * std::exp(-kSteepness * age));
}

WeightRange BreedNorm::weights(bool is_male, std::int64_t age_days) const {
  const WeightRange& adult = is_male ? male : female;
  const double part = grown(*this, age_days);
  return {adult.low * part, adult.high * part};
}

const SpeciesNorm& any_species(Random& random) {
  return random.weighted(species_norms(), &SpeciesNorm::share);
}

const BreedNorm& any_breed(Random& random, const SpeciesNorm& species) {
  // Breeds of a species stand together.
  std::size_t first = 0;
  while (kBreeds[first].species != &species) ++first;
  std::size_t count = 0;
  while (first + count < kBreeds.size() && kBreeds[first + count].species == &species) ++count;
  return random.weighted(breed_norms().subspan(first, count), &BreedNorm::share);
}

std::string_view any_colour(Random& random, const BreedNorm& breed, bool is_male) {
  std::vector<std::string_view> fitting;
  for (std::string_view rest = breed.colours; !rest.empty();) {
    const std::string_view colour = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), colour.size() + 1));
    const bool of_females = breed.species->code == "feline" && colour.starts_with("tort");
    if (!is_male || !of_females) fitting.push_back(colour);
  }
  return fitting[random.below(fitting.size())];
}

}  // namespace vip::sandbox
