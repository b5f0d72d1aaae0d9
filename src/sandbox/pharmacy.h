#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

// What the made-up practice sells and keeps: suppliers, products with their prices and stock, and
// services.

namespace vip::sandbox {

// What an item is for, as visits choose it.
enum class Use : std::uint8_t {
  consultation,
  follow_up,
  vaccine,
  parasite,
  pain,
  antibiotic,
  skin,
  gut,
  heart,
  procedure,
  laboratory,
  nursing,
  farm,
  plan
};

struct Item {
  Uuid id;
  std::string_view code, description;
  Use use{};
  std::string_view species;  // "": any
  bool stock = false;
  std::vector<Uuid> batches;  // of a vaccine, in the order of Dataset::locations
};

struct Pharmacy {
  std::vector<Item> items;
  std::vector<std::pair<std::string_view, Uuid>> plan_groups;  // of health plans, by what they hold

  Uuid group(std::string_view name) const;

  // An item for an animal; null where the practice has none.
  const Item* any(Random& random, Use use, std::string_view species) const;
};

Pharmacy make_pharmacy(Seeder& seeder, const Dataset& dataset);

}  // namespace vip::sandbox
