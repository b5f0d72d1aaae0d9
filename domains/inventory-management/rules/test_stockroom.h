#pragma once

// A small practice for the tests of the inventory: two locations, three spaces, an item with its
// levels.

#include "domains/shared/test_practice.h"

namespace vip::domains {

constexpr auto kLevels = "inventory-management/levels";
constexpr auto kMovements = "inventory-management/movements";
constexpr auto kBatches = "inventory-management/batches";
constexpr auto kSpaces = "location-management/spaces";

// Quantities are kept in thousandths.
constexpr std::int64_t units(std::int64_t count) { return count * 1000; }

struct Stockroom : Practice {
  Stockroom() {
    main = location("Main");
    branch = location("Branch");
    shelf = space("Shelf", main, true);
    fridge = space("Fridge", main, false);
    van = space("Van", branch, true);
    item = add("formulary-management/stock", {{"description", "Amoxicillin"}}).id();
  }

  Uuid location(std::string name) {
    return add("location-management/locations", {{"name", std::move(name)}}).id();
  }
  Uuid space(std::string name, const Uuid& of, bool is_default) {
    const Uuid made =
        add(kSpaces,
            {{"name", std::move(name)}, {"location-uuid", of}, {"default", boolean(is_default)}})
            .id();
    return made;
  }
  Uuid batch(std::string number, const Uuid& in, std::string_view expiry = "2027-10-31") {
    return create(kBatches, {{"batch-number", std::move(number)},
                             {"expiry-date", day(expiry)},
                             {"formulary-uuid", item},
                             {"location-uuid", in == van ? branch : main},
                             {"location-space-uuid", in}})
        .id();
  }
  // A movement in a space, with what else the caller says.
  Record move(std::string kind, const Uuid& in, std::int64_t quantity, NamedValues further = {}) {
    NamedValues values{{"kind", std::move(kind)},
                       {"formulary-uuid", item},
                       {"location-uuid", in == van ? branch : main},
                       {"location-space-uuid", in},
                       {"quantity", quantity}};
    values.insert(values.end(), further.begin(), further.end());
    return create(kMovements, values);
  }
  std::int64_t level(const Uuid& in) {
    for (const Record& found : all_with(kLevels, "location-space-uuid", in))
      if (found.uuid({&found.resource->field("formulary-uuid")}) == item)
        return number(found, "quantity");
    return 0;
  }
  std::int64_t number(const Record& record, std::string_view field) const {
    return record.number({&record.resource->field(field)});
  }
  bool in_stock(const Uuid& batch_id) {
    return number(stored(kBatches, batch_id), "in-stock") != 0;
  }
  std::int64_t held(const Uuid& batch_id) {
    return number(stored(kBatches, batch_id), "quantity-held");
  }

  Uuid supplier() { return add("inventory-management/suppliers", {}).id(); }

  Uuid main, branch, shelf, fridge, van, item;
};

}  // namespace vip::domains
