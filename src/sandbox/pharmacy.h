#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

// The formulary and the inventory of the demo practice: suppliers, products with prices and stock,
// and services.

namespace vip::sandbox {

// What an item is used for: consultations choose items by it.
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
  std::string_view species;   // empty: any
  bool stock = false;         // false: a service
  std::vector<Uuid> batches;  // of a vaccine, in the order of Dataset::locations
};

struct Pharmacy {
  std::vector<Item> items;
  std::vector<std::pair<std::string_view, Uuid>> plan_groups;  // of health plans, by key

  Uuid plan_group(std::string_view key) const;

  // A random item with this use for this species; null where the practice has none.
  const Item* any(Random& random, Use use, std::string_view species) const;
};

Pharmacy add_pharmacy(Seeder& seeder, const Dataset& dataset);

}  // namespace vip::sandbox
