#include "sandbox/scenarios/vital_signs.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

constexpr double kVariation = 0.03;  // of the weight, from visit to visit
constexpr double kUnits = 1e8;       // of the field, in a kilogram

// Scales for horses show kilograms, those for large dogs 100 g, others 10 g; small pets are weighed
// to the gram.
double accuracy(double kilograms) {
  if (kilograms >= 100) return 1;
  if (kilograms >= 20) return 0.1;
  return kilograms >= 2 ? 0.01 : 0.001;
}

struct Normal {
  char kind;
  std::int64_t temperature_low, temperature_high;                 // hundredths of a degree Celsius
  std::int64_t pulse_low, pulse_high, breaths_low, breaths_high;  // a minute
};
constexpr std::array<Normal, 4> kNormal{{{'d', 3790, 3920, 70, 150, 14, 32},
                                         {'c', 3800, 3920, 140, 210, 18, 36},
                                         {'s', 3830, 3970, 190, 290, 36, 60},
                                         {'h', 3730, 3840, 30, 44, 8, 16}}};

}  // namespace

double weigh(Random& random, const Patient& patient, std::int64_t ago) {
  const WeightRange range = patient.breed->weights(patient.male, patient.age_on(ago));
  const double own = range.low + (0.1 + 0.8 * patient.size) * (range.high - range.low);
  const double varied = own * (1 + kVariation * (random.part() - 0.5));
  const double step = accuracy(varied);
  return std::clamp(std::round(varied / step) * step, range.low, range.high);
}

void record_weight(Seeder& seeder, const Visit& visit) {
  record(seeder, visit, "clinical/vital-metrics-weight",
         {{"weight", Value{static_cast<std::int64_t>(std::llround(visit.kilograms * kUnits))}}});
}

void record_vital_signs(Seeder& seeder, const Visit& visit) {
  constexpr std::array<std::string_view, 5> kMuscles{"Normal", "Normal", "MildLoss", "ModerateLoss",
                                                     "SevereLoss"};
  Random& random = seeder.random();
  const char kind = kind_of(visit.patient.species());
  const Normal& normal = *std::ranges::find(kNormal, kind, &Normal::kind);
  if (random.chance(30))
    record(seeder, visit, "clinical/vital-metrics-temperature",
           {{"temperature", Value{random.between(normal.temperature_low, normal.temperature_high)}},
            {"site", text(random.chance(85) ? "Rectal" : "Ear")}});
  if (random.chance(15))
    record(seeder, visit, "clinical/vital-metrics-heart-rate",
           {{"heart-rate", Value{random.between(normal.pulse_low, normal.pulse_high)}},
            {"method", text("Auscultation")}});
  if (random.chance(8))
    record(seeder, visit, "clinical/vital-metrics-respiration",
           {{"respiratory-rate", Value{random.between(normal.breaths_low, normal.breaths_high)}}});
  if (random.chance(10)) {
    const bool nine = kind == 'd' || kind == 'c';
    const std::int64_t score = nine ? random.between(3, 8) : random.between(2, 4);
    const bool young = visit.patient.age_on(visit.ago) < 3000;
    record(
        seeder, visit, "clinical/vital-metrics-body-condition",
        {{"score", Value{score * 10}},
         {"score-scale", text(nine ? "NinePoint" : "FivePoint")},
         {"muscle-condition", text(young ? "Normal" : kMuscles[random.below(kMuscles.size())])}});
  }
}

}  // namespace vip::sandbox
