#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/uuid.h"
#include "sandbox/random.h"

// The locations, staff, clients and patients of the demo practice, as the scenarios need them.

namespace vip::sandbox {

struct Location {
  Uuid id;
  Uuid pharmacy;  // the space that stock is kept in
};

struct Practitioner {
  Uuid id;
  std::string name;
  std::size_t location = 0;  // in Dataset::locations
};

struct Person {
  Uuid id;
  std::string first, last;
};

struct Client : Person {
  Uuid account, billing;
  std::string postcode;
  std::size_t location = 0;  // the registered one, in Dataset::locations
  bool farm = false;
};

struct Patient {
  Uuid id;
  std::size_t owner = 0;  // in Dataset::clients
  std::string_view species;
  std::int64_t born = 0;             // days before the day of loading
  std::optional<std::int64_t> died;  // likewise
  bool herd = false;
  bool left = false;  // no longer with the practice: it has no history
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
  const Practitioner& any_surgeon(Random& random) const {
    return surgeons[random.below(surgeons.size())];
  }
};

}  // namespace vip::sandbox
