// Products are named by their substances, not by brands; prices are as a practice might ask.

#include "sandbox/pharmacy.h"

#include <algorithm>
#include <array>

namespace vip::sandbox {
namespace {

constexpr std::int64_t kDispensingFee = 850;  // pence

void add_sources(Seeder& seeder, Pharmacy& pharmacy) {
  pharmacy.supplier = seeder.create("inventory-management/suppliers",
                                    {{"name", text("Northfield Veterinary Wholesale")},
                                     {"supplier-code", text("NVW")},
                                     {"account-number", text("MHV-0042")},
                                     {"lead-time-days", Value{std::int64_t{1}}}});
  seeder.create("inventory-management/suppliers",
                {{"name", text("Harbour Animal Supplies")}, {"supplier-code", text("HAS")}});
  for (const std::string_view name :
       {"Larkspur Animal Health", "Westmoor Biologicals", "Fenwick Pharma"})
    pharmacy.manufacturers.push_back(
        seeder.create("inventory-management/manufacturers", {{"name", text(name)}}));
}

// The group of a health plan that an item belongs to; empty for most.
std::string_view plan_group_of(Use use) {
  switch (use) {
    case Use::vaccine:
      return "vaccination";
    case Use::parasite:
    case Use::worming:
      return "parasites";
    case Use::nursing:
    case Use::nails:
      return "extras";
    default:
      return {};
  }
}

void add_plan_groups(Seeder& seeder, Pharmacy& pharmacy) {
  struct Group {
    std::string_view key, name;
    bool core;
  };
  for (const Group& group : {Group{"vaccination", "Vaccinations", true},
                             Group{"parasites", "Flea and Worm Treatment", true},
                             Group{"extras", "Nurse Appointments", false}})
    pharmacy.plan_groups.emplace_back(
        group.key,
        seeder.create("formulary-management/health-plan-groups",
                      {{"name", text(group.name)}, {"core", Value{std::int64_t{group.core}}}}));
}

std::string supplier_sku(std::size_t number) { return "NVW" + std::to_string(40'000 + number * 7); }

// The supplier's current price list, in the state in which an import leaves it.
void add_price_list(Seeder& seeder, const Pharmacy& pharmacy) {
  const auto count =
      static_cast<std::int64_t>(std::ranges::count_if(item_norms(), &ItemNorm::is_stock));
  seeder.create("inventory-management/product-lists",
                {{"status", text("Completed")},
                 {"lines", Value{count}},
                 {"lines-read", Value{count}},
                 {"products-added", Value{count}},
                 {"correlation-id", text("sandbox")},
                 {"start-date", seeder.moment(30, 380)},
                 {"end-date", seeder.moment(30, 381)}},
                pharmacy.supplier);
  for (std::size_t i = 0; i < item_norms().size(); ++i) {
    const ItemNorm& norm = item_norms()[i];
    if (!norm.is_stock()) continue;
    seeder.create("inventory-management/products",
                  {{"supplier-sku", text(supplier_sku(i))},
                   {"description", text(norm.description)},
                   {"cost", Value{norm.cost}},
                   {"size", text(std::to_string(norm.pack))}},
                  pharmacy.supplier);
  }
}

// The species of the authorisation, and what holds for animals that may enter the food chain. Names
// of products tell substances, not authorisations: the periods are those of a common product.
void add_authorisation(NamedValues& values, Seeder& seeder, const ItemNorm& norm) {
  std::string licensed;
  bool for_food_animals = norm.species.empty();
  for (std::string_view rest = norm.species; !rest.empty();) {
    const std::string_view species = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), species.size() + 1));
    licensed += (licensed.empty() ? "[\"" : ",\"") +
                to_string(seeder.entry("patient-management/species", species)) + '"';
    for_food_animals |= species == "horse" || species == "cattle" || species == "sheep";
  }
  if (!licensed.empty()) values.emplace_back("licensed-species-uuids", text(licensed + "]"));
  if (norm.use == Use::bute)
    values.emplace_back("food-animals-prohibited", Value{kYes});
  else if (for_food_animals)
    values.emplace_back(
        "withdrawal-periods",
        text(norm.use == Use::vaccine
                 ? R"([{"produce":"Meat","days":0}])"
                 : R"([{"produce":"Meat","days":28},{"produce":"Milk","days":7}])"));
}

void add_stock_values(NamedValues& values, Seeder& seeder, const Pharmacy& pharmacy,
                      const ItemNorm& norm, std::size_t number) {
  const bool vaccine = norm.use == Use::vaccine;
  const auto& makers = pharmacy.manufacturers;
  values.insert(values.end(), {{"manufacturer-uuid", Value{makers[number % makers.size()]}},
                               {"supplier-uuid", Value{pharmacy.supplier}},
                               {"supplier-sku", text(supplier_sku(number))},
                               {"dispense-unit", text(norm.unit)},
                               {"quantity-per-pack", Value{norm.pack}},
                               {"cost-type", text("COST")},
                               {"cost", Value{norm.cost}},
                               {"markup", Value{norm.markup * 100}}});
  if (!norm.category.empty())
    values.emplace_back(
        "legal-category-uuid",
        Value{seeder.entry("formulary-management/legal-categories", norm.category)});
  if (!norm.category.empty()) add_authorisation(values, seeder, norm);
  if (vaccine) values.emplace_back("batch-required", Value{kYes});
  if (!norm.label.empty() && norm.type != "food" && norm.use != Use::farm)
    values.emplace_back("dispensing-fee-net", Value{kDispensingFee});
  if (!norm.label.empty()) values.emplace_back("request-label", Value{kYes});
  if (norm.reminder.empty()) return;
  values.emplace_back("reminder-enabled", Value{kYes});
  values.emplace_back("reminder-type-uuid",
                      Value{seeder.entry("reminders/reminder-types", norm.reminder)});
}

void add_item(Seeder& seeder, Pharmacy& pharmacy, const ItemNorm& norm, std::size_t number) {
  NamedValues values{
      {"formulary-code", text(norm.code)},
      {"description", text(norm.description)},
      {"formulary-type-uuid",
       Value{seeder.entry("formulary-management/formulary-types", norm.type)}},
      {"treatment-category-uuid",
       Value{seeder.entry("formulary-management/treatment-categories", norm.treatment)}},
      {"tax-uuid", Value{seeder.entry("formulary-management/taxes", "standard")}}};
  if (norm.is_stock())
    add_stock_values(values, seeder, pharmacy, norm, number);
  else
    values.insert(values.end(), {{"overwrite-price-enabled", Value{kYes}},
                                 {"overwrite-price", Value{norm.cost * 100}}});
  const std::string_view group = plan_group_of(norm.use);
  if (!group.empty())
    values.emplace_back("healthplan-group-uuids",
                        text("[\"" + to_string(pharmacy.plan_group(group)) + "\"]"));
  const Uuid id = seeder.create(
      norm.is_stock() ? "formulary-management/stock" : "formulary-management/services", values);
  pharmacy.items.push_back({id, &norm, number});
}

}  // namespace

const Item* Pharmacy::any(Random& random, Use use, const Patient& patient, double kilograms) const {
  std::array<const Item*, 16> fitting{};
  std::size_t count = 0;
  for (const Item& item : items)
    if (item.norm->use == use && item.norm->fits(patient, kilograms) && count < fitting.size())
      fitting[count++] = &item;
  return count == 0 ? nullptr : fitting[random.below(count)];
}

const Item& Pharmacy::item(std::string_view code) const {
  const auto found =
      std::ranges::find(items, code, [](const Item& each) { return each.norm->code; });
  if (found == items.end()) throw std::runtime_error("No item " + std::string(code));
  return *found;
}

Uuid Pharmacy::plan_group(std::string_view key) const {
  for (const auto& [name, id] : plan_groups)
    if (name == key) return id;
  return {};
}

Pharmacy add_pharmacy(Seeder& seeder) {
  Pharmacy pharmacy;
  add_sources(seeder, pharmacy);
  add_plan_groups(seeder, pharmacy);
  add_price_list(seeder, pharmacy);
  for (std::size_t i = 0; i < item_norms().size(); ++i)
    add_item(seeder, pharmacy, item_norms()[i], i);
  seeder.flush();
  return pharmacy;
}

}  // namespace vip::sandbox
