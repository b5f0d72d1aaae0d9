#include "sandbox/patients.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

struct SpeciesShare {
  std::string_view species;
  unsigned percent;    // of the patients
  std::int64_t years;  // the greatest age
};
constexpr std::array<SpeciesShare, 10> kSpecies{{{"canine", 47, 14},
                                                 {"feline", 33, 17},
                                                 {"rabbit", 6, 9},
                                                 {"guinea-pig", 2, 6},
                                                 {"hamster", 1, 2},
                                                 {"ferret", 1, 7},
                                                 {"horse", 4, 25},
                                                 {"pony", 1, 25},
                                                 {"cattle", 3, 8},
                                                 {"sheep", 2, 8}}};

class Patients {
 public:
  Patients(Seeder& seeder, Dataset& dataset)
      : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset} {}

  void add(std::size_t number) {
    const SpeciesShare& kind = any_species();
    const Uuid species = seeder_.entry("patient-management/species", kind.species);
    const bool herd = kind.species == "cattle" || kind.species == "sheep";
    const std::size_t owner_index = random_.below(dataset_.clients.size());
    const Client& owner = dataset_.clients[owner_index];
    const std::int64_t born = random_.between(60, kind.years * 365);
    NamedValues values{
        {"account-uuid", Value{owner.account}},
        {"patient-name", text(herd ? "Herd of " + owner.last : std::string(animal_name(random_)))},
        {"patient-category-uuid", category_of(species)},
        {"species-uuid", Value{species}},
        {"gender-uuid", gender_of(species)},
        {"date-of-birth", seeder_.day(born)},
        {"registered-date", seeder_.moment(random_.between(1, born), random_.between(480, 1110))}};
    if (random_.chance(85)) values.emplace_back("breed-uuid", breed_of(species));
    if (herd) {
      values.emplace_back("herd-reference", text("UK" + std::to_string(100'000 + number)));
      values.emplace_back("herd-size", Value{random_.between(12, 240)});
    } else {
      const auto& colours = seeder_.entries("patient-management/colours");
      values.emplace_back("colour-uuid", Value{colours[random_.below(colours.size())].id});
      if (random_.chance(78)) values.emplace_back("microchip", text(microchip(number)));
    }
    Patient patient{.id = {},
                    .owner = owner_index,
                    .species = kind.species,
                    .born = born,
                    .died = {},
                    .herd = herd,
                    .left = false};
    add_optional_values(values, patient);
    patient.id = seeder_.create("patient-management/patients", values);
    if (!patient.left) dataset_.patients.push_back(patient);
  }

 private:
  const SpeciesShare& any_species() {
    std::size_t drawn = random_.below(100);
    for (const SpeciesShare& each : kSpecies) {
      if (drawn < each.percent) return each;
      drawn -= each.percent;
    }
    return kSpecies.front();
  }

  Value breed_of(const Uuid& species) {
    if (breeds_.empty())
      for (const SystemEntry& entry : seeder_.entries("patient-management/breeds"))
        breeds_[std::get<Uuid>(
                    seeder_.entry_value("patient-management/breeds", entry, "species-uuid"))]
            .push_back(entry.id);
    const std::vector<Uuid>& breeds = breeds_[species];
    return breeds.empty() ? null_value() : Value{breeds[random_.below(breeds.size())]};
  }

  Value gender_of(const Uuid& species) {
    std::vector<Uuid> genders;
    const std::string wanted = to_string(species);
    for (const SystemEntry& entry : seeder_.entries("patient-management/genders")) {
      const Value all = seeder_.entry_value("patient-management/genders", entry, "species-uuids");
      const auto* listed = std::get_if<std::string>(&all);
      if (listed != nullptr && listed->find(wanted) != std::string::npos)
        genders.push_back(entry.id);
    }
    return Value{genders[random_.below(genders.size())]};
  }

  Value category_of(const Uuid& species) {
    for (const SystemEntry& entry : seeder_.entries("patient-management/species"))
      if (entry.id == species)
        return seeder_.entry_value("patient-management/species", entry, "patient-category-uuid");
    return null_value();
  }

  void add_optional_values(NamedValues& values, Patient& patient) {
    const std::int64_t born = patient.born;
    if (random_.chance(38)) {
      const auto& insurers = seeder_.entries("patient-management/insurance-companies");
      values.emplace_back("insurance-company-uuid",
                          Value{insurers[random_.below(insurers.size())].id});
      values.emplace_back("insurance-policy",
                          text("POL" + std::to_string(random_.between(1'000'000, 9'999'999))));
      values.emplace_back("insurance-start-date", seeder_.day(random_.between(1, born)));
    }
    if (random_.chance(18)) values.emplace_back("status-crossbreed", Value{kYes});
    if (random_.chance(12)) values.emplace_back("conditions", text(condition(random_)));
    if (random_.chance(15)) values.emplace_back("notes", text(note(random_)));
    if (random_.chance(8)) {
      patient.died = random_.between(1, std::min<std::int64_t>(born, 1400));
    } else if (random_.chance(3)) {
      values.emplace_back("status-deactivated", Value{kYes});
      patient.left = true;
    }
  }

  Seeder& seeder_;
  Random& random_;
  Dataset& dataset_;
  std::map<Uuid, std::vector<Uuid>> breeds_;  // by species
};

}  // namespace

void add_patients(Seeder& seeder, Dataset& dataset, std::size_t count) {
  Patients patients{seeder, dataset};
  for (std::size_t i = 0; i < count; ++i) {
    patients.add(i);
    if ((i + 1) % kReportEvery == 0 || i + 1 == count) seeder.report("patients", i + 1, count);
  }
}

}  // namespace vip::sandbox
