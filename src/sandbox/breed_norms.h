#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sandbox/random.h"

// What animals of a breed weigh, and how they look: content/breed_norms.def.

namespace vip::sandbox {

struct WeightRange {
  double low = 0, high = 0;  // kilograms
};

struct SpeciesNorm {
  std::string_view code;
  unsigned share = 0;      // percent of the patients
  std::int64_t years = 0;  // the greatest age
  double birth = 0;        // weight at birth, of that of an adult
};

struct BreedNorm {
  std::string_view code;
  const SpeciesNorm* species = nullptr;
  unsigned share = 0;  // within the species
  WeightRange male, female;
  std::int64_t adult_days = 0;
  std::string_view colours;  // separated by spaces

  // The range of an animal of this age.
  WeightRange weights(bool is_male, std::int64_t age_days) const;
};

std::span<const SpeciesNorm> species_norms();
std::span<const BreedNorm> breed_norms();

const SpeciesNorm& any_species(Random& random);
const BreedNorm& any_breed(Random& random, const SpeciesNorm& species);
// A colour of the breed that the sex can have: tortoiseshell cats are female.
std::string_view any_colour(Random& random, const BreedNorm& breed, bool is_male);

// The part of its adult weight that an animal has: a Gompertz curve from its birth.
double grown(const BreedNorm& breed, std::int64_t age_days);

}  // namespace vip::sandbox
