// Animals with the breed, sex, colour and name of their species: each was born before it was
// registered, and registered when its owner was or later.

#include "sandbox/patients.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

constexpr std::int64_t kDaysOfYear = 365;
constexpr std::int64_t kLeavesMother = 56;           // age in days
constexpr std::int64_t kRegistration = 8 * 60 + 35;  // minutes after midnight; after its owner's

class Patients {
 public:
  Patients(Seeder& seeder, Dataset& dataset)
      : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset} {}

  void add(std::size_t number) {
    Patient patient = any_patient();
    // Of some that came when they were grown, nobody knows more than the year: strays, and animals
    // of rescue centres.
    const bool estimated =
        number % 8 == 7 && !patient.herd && patient.born - patient.registered > kDaysOfYear;
    if (estimated) patient.born = age_since_new_year(patient.born);
    const Client& owner = dataset_.owner_of(patient);
    NamedValues values{
        {"account-uuid", Value{owner.account}},
        {"patient-name", text(patient.name)},
        {"patient-category-uuid", category_of(patient.species())},
        {"species-uuid", Value{seeder_.entry("patient-management/species", patient.species())}},
        {"gender-uuid", Value{seeder_.entry("patient-management/genders", gender_of(patient))}},
        {"date-of-birth", seeder_.day(patient.born)},
        {"registered-date", seeder_.moment(patient.registered, kRegistration)},
        {"breed-uuid", Value{seeder_.entry("patient-management/breeds", patient.breed->code)}}};
    if (estimated) {
      values.emplace_back("date-of-birth-precision", text("Year"));
      values.emplace_back("date-of-birth-estimated", Value{kYes});
    } else if (patient.herd) {
      values.emplace_back("date-of-birth-precision", text("Month"));  // of the season of births
    }
    // Their passports were checked: they are not for the food chain.
    if (patient.species() == "horse" || patient.species() == "pony")
      values.emplace_back("status-food-chain", Value{std::int64_t{0}});
    if (patient.herd) {
      values.emplace_back("herd-reference", text("UK" + std::to_string(100'000 + number)));
      values.emplace_back("herd-size", Value{random_.between(12, 240)});
    } else {
      values.emplace_back("colour-uuid",
                          Value{seeder_.entry("patient-management/colours",
                                              any_colour(random_, *patient.breed, patient.male))});
      add_identity(values, patient, number);
    }
    add_optional_values(values, patient);
    patient.id = seeder_.create("patient-management/patients", values);
    if (!patient.left) dataset_.patients.push_back(patient);
  }

 private:
  // Days from the first day of the year in which it was born.
  std::int64_t age_since_new_year(std::int64_t born) const {
    using std::chrono::sys_days;
    const sys_days birth{std::chrono::days{seeder_.today() - born}};
    const sys_days first{std::chrono::year_month_day{birth}.year() / std::chrono::January / 1};
    return seeder_.today() - first.time_since_epoch().count();
  }

  Patient any_patient() {
    const SpeciesNorm& species = any_species(random_);
    Patient patient;
    patient.breed = &any_breed(random_, species);
    patient.herd = species.code == "cattle" || species.code == "sheep";
    patient.owner = any_owner(patient.herd);
    const Client& owner = dataset_.owner_of(patient);
    patient.male = random_.chance(50);
    patient.size = random_.part();
    patient.born = any_birth(species);
    patient.registered = any_registration(patient, owner);
    const std::int64_t age = patient.born;
    const char kind = kind_of(species.code);
    patient.neutered = !patient.herd && is_neutered(species.code, patient.male, age);
    patient.name = patient.herd ? "Herd of " + owner.last
                                : std::string(animal_name(random_, kind, patient.male));
    // Few horses stay in the food chain: most are signed out of it in their passports.
    patient.food_chain = patient.herd || (kind == 'h' && random_.chance(15));
    return patient;
  }

  // Herds are of farmers.
  std::size_t any_owner(bool herd) {
    std::size_t owner = random_.below(dataset_.clients.size());
    for (int tries = 0; tries < 64 && dataset_.clients[owner].farm != herd; ++tries)
      owner = random_.below(dataset_.clients.size());
    return owner;
  }

  // More are young than old.
  std::int64_t any_birth(const SpeciesNorm& species) {
    const double part = random_.part();
    return kLeavesMother + 4 +
           static_cast<std::int64_t>(
               part * (0.4 + 0.6 * part) *
               static_cast<double>(species.years * kDaysOfYear - kLeavesMother));
  }

  // Most come when they are young, others with their owner or from somebody else.
  std::int64_t any_registration(const Patient& patient, const Client& owner) {
    const std::int64_t first = std::min(owner.registered, patient.born - kLeavesMother);
    const bool late = random_.chance(18);
    const std::int64_t drawn = late ? random_.between(1, first)
                                    : std::max<std::int64_t>(1, first - random_.between(0, 21));
    return std::min(owner.registered, seeder_.open_days_ago(drawn));
  }

  bool is_neutered(std::string_view species, bool male, std::int64_t age) {
    struct Share {
      std::string_view species;
      unsigned percent;
      std::int64_t from;  // age in days
    };
    constexpr std::array<Share, 6> kShares{{{"canine", 62, 400},
                                            {"feline", 92, 220},
                                            {"rabbit", 60, 240},
                                            {"guinea-pig", 12, 240},
                                            {"ferret", 60, 280},
                                            {"horse", 80, 900}}};
    const auto found =
        std::ranges::find(kShares, species == "pony" ? "horse" : species, &Share::species);
    const unsigned drawn = static_cast<unsigned>(random_.below(100));
    if (found == kShares.end() || age < found->from) return false;
    return drawn < found->percent && (found->species != "horse" || male);
  }

  static std::string_view gender_of(const Patient& patient) {
    const bool male = patient.male;
    const bool neutered = patient.neutered;
    const std::string_view species = patient.species();
    if (patient.herd) return "mixed";
    if (species == "horse" || species == "pony") {
      const bool young = patient.born < 4 * kDaysOfYear;
      if (male) return neutered ? "gelding" : young ? "colt" : "stallion";
      return young ? "filly" : "mare";
    }
    if (species == "ferret") {
      if (male) return neutered ? "hob-castrated" : "hob";
      return neutered ? "jill-spayed" : "jill";
    }
    if (male) return neutered ? "male-neutered" : "male";
    return neutered ? "female-neutered" : "female";
  }

  Value category_of(std::string_view species) {
    for (const SystemEntry& entry : seeder_.entries("patient-management/species"))
      if (entry.code == species)
        return seeder_.entry_value("patient-management/species", entry, "patient-category-uuid");
    return null_value();
  }

  // Old horses have the numbers of the time before the standard.
  void add_identity(NamedValues& values, const Patient& patient, std::size_t number) {
    const char kind = kind_of(patient.species());
    const std::string_view species = patient.species();
    if (species == "hamster" || species == "guinea-pig") return;
    if (kind == 'h' && patient.born > 16 * kDaysOfYear)
      values.emplace_back("microchip", text(std::to_string(968'000'000 + number)));
    else if (random_.chance(kind == 'd' ? 96 : kind == 'c' || kind == 'h' ? 88 : 25))
      values.emplace_back("microchip", text(microchip(number)));
    if (random_.chance(8) && species != "rabbit" && !patient.breed->code.ends_with("cross") &&
        !patient.breed->code.ends_with("crossbreed"))
      values.emplace_back("status-crossbreed", Value{kYes});
    if (kind == 'h') values.emplace_back("status-passport-certified", Value{kYes});
  }

  void add_optional_values(NamedValues& values, Patient& patient) {
    const char kind = kind_of(patient.species());
    const bool pet = kind == 'd' || kind == 'c' || kind == 'h';
    if (!patient.herd && pet && random_.chance(38)) {
      const auto& insurers = seeder_.entries("patient-management/insurance-companies");
      patient.insured = random_.between(1, patient.registered);
      const std::int64_t policy = random_.between(1'000'000, 9'999'999);
      values.emplace_back("insurance-company-uuid",
                          Value{insurers[random_.below(insurers.size())].id});
      values.emplace_back("insurance-policy", text("POL" + std::to_string(policy)));
      values.emplace_back("insurance-start-date", seeder_.day(*patient.insured));
    }
    if (patient.food_chain || kind == 'h')
      values.emplace_back("status-food-chain", Value{std::int64_t{patient.food_chain}});
    if (!patient.herd && random_.chance(14)) {
      const std::string_view found = condition(random_, kind, patient.born / kDaysOfYear);
      if (!found.empty()) values.emplace_back("conditions", text(found));
    }
    if (!patient.herd && random_.chance(15))
      values.emplace_back("notes", text(remark(random_, kind)));
    add_end(values, patient);
  }

  // One in thirteen has died since, most of them at a great age; a few have left.
  void add_end(NamedValues& values, Patient& patient) {
    const bool old = patient.born > patient.breed->species->years * kDaysOfYear / 2;
    if (patient.registered > 1 && random_.chance(old ? 16 : 3) && !patient.herd) {
      patient.died = random_.between(1, std::min<std::int64_t>(patient.registered - 1, 1400));
    } else if (random_.chance(3)) {
      values.emplace_back("status-deactivated", Value{kYes});
      patient.left = true;
    }
  }

  Seeder& seeder_;
  Random& random_;
  Dataset& dataset_;
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
