#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/uuid.h"
#include "sandbox/breed_norms.h"
#include "sandbox/places.h"
#include "sandbox/random.h"

// The locations, staff, clients and patients of the demo practice, as the scenarios need them. Days
// count back from the day of loading.

namespace vip::sandbox {

struct Location {
  Uuid id;
  Uuid pharmacy;                              // the space that stock is kept in
  std::vector<std::size_t> surgeons, nurses;  // in Dataset, the longest employed first
};

struct Practitioner {
  Uuid id;
  std::string name;
  std::size_t location = 0;   // in Dataset::locations
  std::int64_t employed = 0;  // since that day
};

struct Person {
  Uuid id;
  std::string first, last;
  std::int64_t registered = 0;
};

struct Client : Person {
  Uuid account, billing;
  std::string postcode;
  const Place* place = nullptr;
  std::size_t location = 0;  // the registered one, in Dataset::locations
  bool farm = false;
  bool offline = false;  // does not book online
};

struct Patient {
  Uuid id;
  std::string name;
  std::size_t owner = 0;  // in Dataset::clients
  const BreedNorm* breed = nullptr;
  bool male = false, neutered = false;
  double size = 0;  // between the smallest and the greatest of its breed: 0 to 1
  std::int64_t born = 0, registered = 0;
  std::optional<std::int64_t> died, insured;
  bool herd = false;
  bool food_chain = false;  // may be eaten, or its produce
  bool left = false;        // no longer with the practice: it has no history

  std::string_view species() const { return breed->species->code; }
  std::int64_t age_on(std::int64_t ago) const { return born - ago; }  // in days
  bool alive_on(std::int64_t ago) const { return !died || *died < ago; }
  bool insured_on(std::int64_t ago) const { return insured && *insured >= ago; }
};

struct Dataset {
  std::vector<Location> locations;
  std::vector<Practitioner> surgeons, nurses;
  std::vector<Client> clients;
  std::vector<Patient> patients;  // without those that have left the practice

  const Client& owner_of(const Patient& patient) const { return clients[patient.owner]; }
  const Location& location_of(const Patient& patient) const {
    return locations[owner_of(patient).location];
  }
  // A surgeon of the location who was employed on that day.
  const Practitioner& surgeon_at(Random& random, std::size_t location, std::int64_t ago) const {
    return one_of(random, surgeons, locations[location].surgeons, ago);
  }
  // A nurse of the location, or a surgeon where there is none.
  const Practitioner& nurse_at(Random& random, std::size_t location, std::int64_t ago) const {
    const auto& team = locations[location].nurses;
    return team.empty() || nurses[team.front()].employed < ago ? surgeon_at(random, location, ago)
                                                               : one_of(random, nurses, team, ago);
  }

 private:
  static const Practitioner& one_of(Random& random, const std::vector<Practitioner>& all,
                                    const std::vector<std::size_t>& team, std::int64_t ago) {
    std::size_t there = 1;
    while (there < team.size() && all[team[there]].employed >= ago) ++there;
    return all[team[random.below(there)]];
  }
};

}  // namespace vip::sandbox
