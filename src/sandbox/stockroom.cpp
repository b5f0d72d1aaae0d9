#include "sandbox/stockroom.h"

#include <algorithm>
#include <map>
#include <string>

namespace vip::sandbox {
namespace {

constexpr std::string_view kMovements = "inventory-management/movements";
constexpr std::int64_t kThousandths = 1000;
constexpr std::int64_t kDelivery = 7 * 60 + 50;  // minutes after midnight, before the doors open
constexpr std::int64_t kStockCheck = 8 * 60 + 10;

std::int64_t most_of(const ItemNorm& norm) { return norm.packs * norm.pack; }
// An order is due when a third is left, but at least enough for a sale.
std::int64_t reorder_at(const ItemNorm& norm) { return std::max(norm.most, most_of(norm) / 3); }
std::int64_t packs_wanted(const ItemNorm& norm, std::int64_t held) {
  return std::max<std::int64_t>(1, (most_of(norm) - held) / norm.pack);
}
// Each eleventh shelf waits for an order.
bool stays_low(const Item& item, std::size_t location) {
  return (item.number * 3 + location * 5) % 11 == 4;
}

}  // namespace

std::int64_t Stockroom::Shelf::held() const {
  std::int64_t sum = 0;
  for (const Lot& lot : lots) sum += lot.left;
  return sum;
}

Stockroom::Stockroom(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy)
    : seeder_{seeder},
      random_{seeder.random()},
      dataset_{dataset},
      pharmacy_{pharmacy},
      shelves_(dataset.locations.size() * pharmacy.items.size()) {}

Stockroom::Shelf& Stockroom::shelf(const Item& item, std::size_t location) {
  return shelves_[location * pharmacy_.items.size() + item.number];
}

NamedValues Stockroom::movement(std::string_view kind, const Item& item, std::size_t location,
                                std::int64_t units, std::int64_t ago, std::string_view reason) {
  const Location& at = dataset_.locations[location];
  NamedValues values{{"kind", text(kind)},
                     {"formulary-uuid", Value{item.id}},
                     {"location-uuid", Value{at.id}},
                     {"location-space-uuid", Value{at.pharmacy}},
                     {"quantity", Value{units * kThousandths}},
                     {"date", seeder_.moment(ago, kind == "Receipt" ? kDelivery : kStockCheck)}};
  if (!reason.empty()) values.emplace_back("reason", text(reason));
  if (kind == "Receipt" || kind == "ReturnOut")
    values.emplace_back("supplier-uuid", Value{pharmacy_.supplier});
  return values;
}

void Stockroom::receive(const Item& item, std::size_t location, std::int64_t packs,
                        std::int64_t ago) {
  Shelf& goods = shelf(item, location);
  const Location& at = dataset_.locations[location];
  const bool vaccine = item.norm->use == Use::vaccine;
  const std::int64_t lasts = vaccine ? random_.between(300, 600) : random_.between(600, 1100);
  const std::int64_t number = random_.between(10'000, 99'999);
  const char letter = static_cast<char>('A' + static_cast<char>(random_.below(8)));
  const Uuid batch = seeder_.create(
      "inventory-management/batches",
      {{"batch-number", text(letter + std::to_string(number))},
       {"expiry-date", seeder_.day(ago - lasts)},
       {"formulary-uuid", Value{item.id}},
       {"location-uuid", Value{at.id}},
       {"location-space-uuid", Value{at.pharmacy}},
       {"manufacturer-uuid",
        Value{pharmacy_.manufacturers[item.number % pharmacy_.manufacturers.size()]}}});
  NamedValues values = movement("Receipt", item, location, packs * item.norm->pack, ago,
                                goods.opened ? "" : "Opening stock");
  values.emplace_back("batch-uuid", Value{batch});
  seeder_.create(kMovements, values);
  goods.lots.push_back({batch, packs * item.norm->pack, ago - lasts});
  // What expires first is used first.
  std::ranges::stable_sort(goods.lots, std::greater{}, &Lot::expires);
  goods.opened = true;
}

void Stockroom::throw_expired(const Item& item, std::size_t location, std::int64_t ago) {
  Shelf& goods = shelf(item, location);
  while (!goods.lots.empty() && goods.lots.front().expires > ago) {
    const Lot& lot = goods.lots.front();
    if (lot.left > 0) {
      NamedValues values = movement("Expired", item, location, lot.left,
                                    std::max(ago, lot.expires - 1), "Past its expiry date");
      values.emplace_back("batch-uuid", Value{lot.id});
      seeder_.create(kMovements, values);
    }
    goods.lots.pop_front();
  }
}

Uuid Stockroom::take(const Item& item, std::size_t location, std::int64_t units, std::int64_t ago) {
  throw_expired(item, location, ago);
  Shelf& goods = shelf(item, location);
  const std::int64_t held = goods.held();
  if (held - units < reorder_at(*item.norm))
    receive(item, location, packs_wanted(*item.norm, held), ago);
  auto lot = std::ranges::find_if(goods.lots, [&](const Lot& each) { return each.left >= units; });
  if (lot == goods.lots.end()) {
    receive(item, location, (units + item.norm->pack - 1) / item.norm->pack, ago);
    lot = std::ranges::find_if(goods.lots, [&](const Lot& each) { return each.left >= units; });
  }
  lot->left -= units;
  const Uuid batch = lot->id;
  std::erase_if(goods.lots, [](const Lot& each) { return each.left == 0; });
  return batch;
}

void Stockroom::finish() {
  const std::int64_t last = seeder_.open_days_ago(1);
  for (std::size_t location = 0; location < dataset_.locations.size(); ++location)
    for (const Item& item : pharmacy_.items) {
      if (!item.norm->is_stock()) continue;
      throw_expired(item, location, last);
      const std::int64_t held = shelf(item, location).held();
      if (held <= reorder_at(*item.norm) && !stays_low(item, location))
        receive(item, location, packs_wanted(*item.norm, held), last);
    }
  correct_stock();
  set_levels();
  seeder_.flush();
}

// One movement of each kind that a sale or a delivery is not.
void Stockroom::correct_stock() {
  struct Correction {
    std::string_view kind, item, reason;
    std::int64_t units;
  };
  constexpr Correction kCorrections[] = {
      {"Waste", "MEL-C", "Bottle dropped", 1},
      {"Adjustment", "PRE-5", "Found behind the shelf", 20},
      {"ReturnIn", "EAR-D", "Brought back unopened; not for sale again", 1},
      {"ReturnOut", "EYE-F", "Damaged in transit", 1},
      {"Transfer", "AMO-50", "Other branch has run out", 20},
      {"Expired", "PRO-15", "Past its expiry date", 1},
  };
  const std::int64_t ago = seeder_.open_days_ago(2);
  for (const Correction& each : kCorrections) {
    const Item& item = pharmacy_.item(each.item);
    Shelf& goods = shelf(item, 0);
    if (goods.held() < each.units * 2) receive(item, 0, item.norm->packs, ago);
    NamedValues values = movement(each.kind, item, 0, each.units, ago, each.reason);
    if (each.kind == "Transfer") {
      values.emplace_back("to-location-space-uuid", Value{dataset_.locations[1].pharmacy});
      shelf(item, 1).lots.push_back({{}, each.units, -30});
    }
    seeder_.create(kMovements, values);
    const bool in = each.kind == "Adjustment" || each.kind == "ReturnIn";
    goods.lots.back().left += in ? each.units : -each.units;
  }
  const Item& counted = pharmacy_.item("FIP-C");
  if (shelf(counted, 0).lots.empty()) receive(counted, 0, counted.norm->packs, ago);
  seeder_.create(kMovements, movement("Count", counted, 0, shelf(counted, 0).held(), ago,
                                      "Stocktake of the month"));
}

void Stockroom::set_levels() {
  for (std::size_t location = 0; location < dataset_.locations.size(); ++location) {
    std::map<Uuid, Uuid> levels;  // by item
    for (const Record& level :
         seeder_.find_all("inventory-management/levels", "location-space-uuid",
                          Value{dataset_.locations[location].pharmacy}))
      levels[level.uuid(
          {&seeder_.resource("inventory-management/levels").field("formulary-uuid")})] = level.id();
    for (const Item& item : pharmacy_.items) {
      if (!item.norm->is_stock()) continue;
      const std::int64_t held = shelf(item, location).held();
      const bool low = stays_low(item, location);
      const std::int64_t reorder =
          low ? std::max(held, reorder_at(*item.norm)) : reorder_at(*item.norm);
      NamedValues values{
          {"reorder-level", Value{reorder * kThousandths}},
          {"maximum-level", Value{std::max(most_of(*item.norm), reorder) * kThousandths}}};
      if (low && item.number % 2 == 0)
        values.emplace_back("pending-quantity", Value{item.norm->pack * kThousandths});
      seeder_.update("inventory-management/levels", levels.at(item.id), values);
    }
  }
}

}  // namespace vip::sandbox
