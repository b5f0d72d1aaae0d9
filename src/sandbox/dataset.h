#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/uuid.h"

// Who and what there is in the made-up practice, for the history that is told of them.

namespace vip::sandbox {

struct Location {
  Uuid id;
  Uuid pharmacy;  // the space that stock is kept in
};

struct Practitioner {
  Uuid id;
  std::string name;
  std::size_t place = 0;  // where they work, in Dataset::locations
};

struct Person {
  Uuid id, account, billing;
  std::string first, last, postcode;
  std::size_t place = 0;  // the registered location
  bool farm = false;
};

struct Animal {
  Uuid id;
  std::size_t owner = 0;  // in Dataset::people
  std::string_view species;
  std::int64_t born = 0;             // days before the day of loading
  std::optional<std::int64_t> died;  // likewise
  bool herd = false;
  bool left = false;  // no longer with the practice: no history is told of it
};

struct Dataset {
  std::vector<Location> locations;
  std::vector<Practitioner> surgeons, nurses;
  std::vector<Person> people;
  std::vector<Animal> animals;
};

class Seeder;
// Five years of what a practice does, up to the day of loading, and the month after it.
void make_history(Seeder& seeder, const Dataset& dataset);

}  // namespace vip::sandbox
