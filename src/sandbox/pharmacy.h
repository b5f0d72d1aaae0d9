#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

// The formulary of the demo practice: suppliers, products with prices, services. Products and
// services are in content/products.def and content/services.def.

namespace vip::sandbox {

// What an item is used for: scenarios choose items by it.
enum class Use : std::uint8_t {
  none,
  consultation,
  follow_up,
  emergency,
  vaccine,
  parasite,
  worming,
  pain,
  bute,
  antibiotic,
  itch,
  ears,
  eyes,
  gut,
  heart,
  endocrine,
  seizures,
  food,
  microchip,
  neutering,
  dental,
  lump,
  imaging,
  laboratory,
  urinalysis,
  outside_laboratory,
  nursing,
  nails,
  euthanasia,
  certificate,
  prescription_fee,
  farm
};

// What a product or a service is, as its table says.
struct ItemNorm {
  std::string_view code, description, category, type, treatment, unit;
  std::string_view species;          // separated by spaces; empty: any
  std::string_view sex;              // m or f; empty: both
  double from_kg = 0, below_kg = 0;  // of the patient; 0: any
  Use use{};
  std::int64_t pack = 1;             // units
  std::int64_t cost = 0;             // pence a pack; of a service its price
  std::int64_t markup = 0;           // percent
  std::int64_t least = 1, most = 1;  // units of one sale
  std::int64_t packs = 0;            // kept in stock; 0: a service
  std::string_view reminder, label;

  bool is_stock() const { return packs > 0; }
  bool fits(const Patient& patient, double kilograms) const;
};

struct Item {
  Uuid id;
  const ItemNorm* norm = nullptr;
  std::size_t number = 0;  // among all items
};

struct Pharmacy {
  std::vector<Item> items;
  std::vector<std::pair<std::string_view, Uuid>> plan_groups;  // of health plans, by key
  Uuid supplier;
  std::vector<Uuid> manufacturers;

  Uuid plan_group(std::string_view key) const;
  const Item& item(std::string_view code) const;
  // A random item with this use for the patient; null where the practice has none.
  const Item* any(Random& random, Use use, const Patient& patient, double kilograms) const;
};

std::span<const ItemNorm> item_norms();

Pharmacy add_pharmacy(Seeder& seeder);

}  // namespace vip::sandbox
