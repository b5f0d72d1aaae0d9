// Products are named by their substances, not by brands; prices are as a practice might ask. Each
// item is one row: what it is, what it costs and what it is used for.

#include "sandbox/pharmacy.h"

#include <array>

namespace vip::sandbox {
namespace {

struct Product {
  std::string_view code, description, category, type, unit, species;
  Use use;
  std::int64_t pack;
  std::int64_t cost;    // pence a pack
  std::int64_t markup;  // percent; of a vaccine it covers the examination and the injection too
  std::string_view reminder;
};

constexpr std::array kProducts{
    Product{"VAC-DHP", "Canine DHPPi and leptospirosis vaccine, 1 dose", "pom-v", "vaccine", "dose",
            "canine", Use::vaccine, 10, 6250, 560, "canine-booster"},
    Product{"VAC-KC", "Kennel cough intranasal vaccine, 1 dose", "pom-v", "vaccine", "dose",
            "canine", Use::vaccine, 5, 5450, 210, ""},
    Product{"VAC-TRI", "Feline herpes, calici and panleukopenia vaccine, 1 dose", "pom-v",
            "vaccine", "dose", "feline", Use::vaccine, 10, 7100, 500, "feline-booster"},
    Product{"VAC-RAB", "Rabbit myxomatosis and RHD vaccine, 1 dose", "pom-v", "vaccine", "dose",
            "rabbit", Use::vaccine, 5, 4600, 360, "rabbit-booster"},
    Product{"VAC-EQ", "Equine influenza and tetanus vaccine, 1 dose", "pom-v", "vaccine", "dose",
            "horse", Use::vaccine, 10, 14200, 190, "equine-influenza-booster"},
    Product{"FLU-D20", "Fluralaner spot-on for dogs 10 to 20 kg", "pom-v", "medicine", "pipette",
            "canine", Use::parasite, 2, 3480, 75, "flea-treatment"},
    Product{"FIP-C", "Fipronil spot-on for cats", "nfa-vps", "medicine", "pipette", "feline",
            Use::parasite, 6, 1460, 90, "flea-treatment"},
    Product{"PRA-T", "Praziquantel, pyrantel and febantel tablets", "nfa-vps", "medicine", "tablet",
            "canine", Use::parasite, 104, 11900, 110, "worming"},
    Product{"PRA-C", "Praziquantel and milbemycin tablets for cats", "pom-v", "medicine", "tablet",
            "feline", Use::parasite, 50, 16800, 100, "worming"},
    Product{"FEN-R", "Fenbendazole oral paste for rabbits", "avm-gsl", "medicine", "syringe",
            "rabbit", Use::parasite, 1, 480, 90, ""},
    Product{"IVE-PST", "Ivermectin oral paste for horses", "pom-vps", "medicine", "syringe",
            "horse", Use::parasite, 1, 890, 80, "equine-worming"},
    Product{"MEL-D", "Meloxicam 1.5 mg/ml oral suspension for dogs, 100 ml", "pom-v", "medicine",
            "bottle", "canine", Use::pain, 1, 1860, 110, ""},
    Product{"MEL-C", "Meloxicam 0.5 mg/ml oral suspension for cats, 15 ml", "pom-v", "medicine",
            "bottle", "feline", Use::pain, 1, 1190, 110, ""},
    Product{"MEL-R", "Meloxicam 1.5 mg/ml oral suspension, 10 ml", "pom-v", "medicine", "bottle",
            "rabbit", Use::pain, 1, 690, 120, ""},
    Product{"PHE-H", "Phenylbutazone 1 g sachets", "pom-v", "medicine", "sachet", "horse",
            Use::pain, 100, 4900, 90, ""},
    Product{"AMO-250", "Amoxicillin and clavulanic acid 250 mg tablets", "pom-v", "medicine",
            "tablet", "canine", Use::antibiotic, 100, 5850, 120, ""},
    Product{"AMO-50", "Amoxicillin and clavulanic acid 50 mg tablets", "pom-v", "medicine",
            "tablet", "feline", Use::antibiotic, 100, 2950, 130, ""},
    Product{"ENR-R", "Enrofloxacin 25 mg/ml oral solution, 10 ml", "pom-v", "medicine", "bottle",
            "rabbit", Use::antibiotic, 1, 1540, 90, ""},
    Product{"TMP-H", "Trimethoprim and sulfadiazine oral paste for horses", "pom-v", "medicine",
            "syringe", "horse", Use::antibiotic, 1, 1640, 70, ""},
    Product{"OCL-16", "Oclacitinib 16 mg tablets", "pom-v", "medicine", "tablet", "canine",
            Use::skin, 100, 17900, 70, ""},
    Product{"PRE-5", "Prednisolone 5 mg tablets", "pom-v", "medicine", "tablet", "", Use::skin,
            1000, 4100, 190, ""},
    Product{"EAR-D", "Ear drops with miconazole, polymyxin and prednisolone, 15 ml", "pom-v",
            "medicine", "bottle", "", Use::skin, 1, 1120, 110, ""},
    Product{"MAR-16", "Maropitant 16 mg tablets", "pom-v", "medicine", "tablet", "canine", Use::gut,
            4, 1440, 85, ""},
    Product{"PRO-15", "Probiotic paste with kaolin, 15 ml", "avm-gsl", "medicine", "syringe", "",
            Use::gut, 1, 720, 85, ""},
    Product{"MET-200", "Metronidazole 200 mg tablets", "pom-v", "medicine", "tablet", "", Use::gut,
            100, 1280, 200, ""},
    Product{"PIM-5", "Pimobendan 5 mg chewable tablets", "pom-v", "medicine", "tablet", "canine",
            Use::heart, 100, 7800, 60, ""},
    Product{"THI-25", "Thiamazole 2.5 mg tablets for cats", "pom-v", "medicine", "tablet", "feline",
            Use::heart, 100, 4700, 80, ""},
    Product{"OXY-LA", "Oxytetracycline 200 mg/ml long-acting injection, 100 ml", "pom-v",
            "medicine", "bottle", "", Use::farm, 1, 1390, 60, ""},
    Product{"CAL-40", "Calcium borogluconate 40 % injection, 400 ml", "pom-vps", "medicine",
            "bottle", "", Use::farm, 12, 5400, 60, ""},
    Product{"CLS-7", "Clostridial vaccine for sheep, 100 ml", "pom-vps", "vaccine", "bottle",
            "sheep", Use::farm, 1, 3680, 45, ""},
};

struct Service {
  std::string_view code, description, type, species;
  Use use;
  std::int64_t price;  // pence, net
};

constexpr std::array kServices{
    Service{"CON-1", "Consultation", "consultation", "", Use::consultation, 4325},
    Service{"CON-F", "Farm visit, first half hour", "visit", "", Use::farm, 7250},
    Service{"CON-E", "Equine visit and examination", "visit", "horse", Use::consultation, 6850},
    Service{"CON-R", "Re-examination", "consultation", "", Use::follow_up, 3150},
    Service{"NUR-1", "Nurse appointment", "nurse-clinic", "", Use::nursing, 1850},
    Service{"NUR-N", "Nail clip", "nurse-clinic", "", Use::nursing, 1475},
    Service{"PRO-DEN", "Dental scale and polish under anaesthetic", "surgery", "", Use::procedure,
            28600},
    Service{"PRO-LMP", "Removal of a skin lump", "surgery", "", Use::procedure, 31800},
    Service{"PRO-XR", "Radiographs, two views", "imaging", "", Use::procedure, 17900},
    Service{"PRO-US", "Abdominal ultrasound", "imaging", "", Use::procedure, 19850},
    Service{"LAB-BIO", "Biochemistry profile, in house", "laboratory-in-house", "", Use::laboratory,
            7950},
    Service{"LAB-CBC", "Complete blood count, in house", "laboratory-in-house", "", Use::laboratory,
            4950},
    Service{"LAB-URI", "Urinalysis", "laboratory-in-house", "", Use::laboratory, 3450},
};

struct Sources {
  Uuid supplier;
  std::vector<Uuid> manufacturers;
};

Sources add_sources(Seeder& seeder) {
  Sources sources;
  sources.supplier = seeder.create(
      "inventory-management/suppliers",
      {{"name", text("Northfield Veterinary Wholesale")}, {"supplier-code", text("NVW")}});
  seeder.create("inventory-management/suppliers",
                {{"name", text("Harbour Animal Supplies")}, {"supplier-code", text("HAS")}});
  for (const std::string_view name :
       {"Larkspur Animal Health", "Westmoor Biologicals", "Fenwick Pharma"})
    sources.manufacturers.push_back(
        seeder.create("inventory-management/manufacturers", {{"name", text(name)}}));
  return sources;
}

// The group of a health plan that an item belongs to; empty for most.
std::string_view plan_group_of(Use use) {
  switch (use) {
    case Use::vaccine:
      return "vaccination";
    case Use::parasite:
      return "parasites";
    case Use::nursing:
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

void set_plan_group(NamedValues& values, const Pharmacy& pharmacy, Use use) {
  const std::string_view group = plan_group_of(use);
  if (!group.empty())
    values.emplace_back("healthplan-group-uuids",
                        text("[\"" + to_string(pharmacy.plan_group(group)) + "\"]"));
}

std::string supplier_sku(std::size_t number) { return "NVW" + std::to_string(40'000 + number * 7); }

// The supplier's current price list, in the state in which an import leaves it.
void add_price_list(Seeder& seeder, const Sources& sources) {
  const auto count = static_cast<std::int64_t>(kProducts.size());
  seeder.create("inventory-management/product-lists",
                {{"status", text("Completed")},
                 {"lines", Value{count}},
                 {"lines-read", Value{count}},
                 {"products-added", Value{count}},
                 {"correlation-id", text("sandbox")},
                 {"start-date", seeder.moment(30, 380)},
                 {"end-date", seeder.moment(30, 381)}},
                sources.supplier);
  for (std::size_t i = 0; i < kProducts.size(); ++i)
    seeder.create("inventory-management/products",
                  {{"supplier-sku", text(supplier_sku(i))},
                   {"description", text(kProducts[i].description)},
                   {"cost", Value{kProducts[i].cost}},
                   {"size", text(std::to_string(kProducts[i].pack))}},
                  sources.supplier);
}

Item add_product(Seeder& seeder, const Product& product, const Sources& sources, std::size_t number,
                 const Pharmacy& pharmacy) {
  NamedValues values{
      {"formulary-code", text(product.code)},
      {"description", text(product.description)},
      {"formulary-type-uuid",
       Value{seeder.entry("formulary-management/formulary-types", product.type)}},
      {"legal-category-uuid",
       Value{seeder.entry("formulary-management/legal-categories", product.category)}},
      {"manufacturer-uuid", Value{sources.manufacturers[number % sources.manufacturers.size()]}},
      {"supplier-uuid", Value{sources.supplier}},
      {"supplier-sku", text(supplier_sku(number))},
      {"tax-uuid", Value{seeder.entry("formulary-management/taxes", "standard")}},
      {"dispense-unit", text(product.unit)},
      {"quantity-per-pack", Value{product.pack}},
      {"cost-type", text("COST")},
      {"cost", Value{product.cost}},
      {"markup", Value{product.markup * 100}}};
  if (product.use != Use::vaccine)
    values.emplace_back("dispensing-fee-net", Value{std::int64_t{850}});
  if (!product.reminder.empty()) {
    values.emplace_back("reminder-enabled", Value{kYes});
    values.emplace_back("reminder-type-uuid",
                        Value{seeder.entry("reminders/reminder-types", product.reminder)});
  }
  set_plan_group(values, pharmacy, product.use);
  const Uuid id = seeder.create("formulary-management/stock", values);
  return {id, product.code, product.description, product.use, product.species, true, {}};
}

Item add_service(Seeder& seeder, const Service& service, const Pharmacy& pharmacy) {
  NamedValues values{{"formulary-code", text(service.code)},
                     {"description", text(service.description)},
                     {"formulary-type-uuid",
                      Value{seeder.entry("formulary-management/formulary-types", service.type)}},
                     {"tax-uuid", Value{seeder.entry("formulary-management/taxes", "standard")}},
                     {"overwrite-price-enabled", Value{kYes}},
                     {"overwrite-price", Value{service.price * 100}}};
  set_plan_group(values, pharmacy, service.use);
  const Uuid id = seeder.create("formulary-management/services", values);
  return {id, service.code, service.description, service.use, service.species, false, {}};
}

// Bought in at the beginning: the stock that five years of visits use.
void add_opening_stock(Seeder& seeder, const Dataset& dataset, Item& item, std::size_t number) {
  for (std::size_t i = 0; i < dataset.locations.size(); ++i) {
    const Location& location = dataset.locations[i];
    NamedValues receipt{{"kind", text("Receipt")},
                        {"formulary-uuid", Value{item.id}},
                        {"location-uuid", Value{location.id}},
                        {"location-space-uuid", Value{location.pharmacy}},
                        {"quantity", Value{std::int64_t{4'000'000}}},
                        {"reason", text("Opening stock")},
                        {"date", seeder.moment(1826, 540)}};
    if (item.use == Use::vaccine) {
      const Uuid batch =
          seeder.create("inventory-management/batches",
                        {{"batch-number", text("B" + std::to_string(70'000 + number * 31 + i))},
                         {"expiry-date", seeder.day(-400 - static_cast<std::int64_t>(number) * 9)},
                         {"formulary-uuid", Value{item.id}},
                         {"location-uuid", Value{location.id}},
                         {"location-space-uuid", Value{location.pharmacy}}});
      item.batches.push_back(batch);
      receipt.emplace_back("batch-uuid", Value{batch});
    }
    seeder.create("inventory-management/movements", receipt);
  }
}

}  // namespace

const Item* Pharmacy::any(Random& random, Use use, std::string_view species) const {
  std::vector<const Item*> fitting;
  for (const Item& item : items)
    if (item.use == use && (item.species.empty() || item.species == species))
      fitting.push_back(&item);
  return fitting.empty() ? nullptr : fitting[random.below(fitting.size())];
}

Uuid Pharmacy::plan_group(std::string_view key) const {
  for (const auto& [name, id] : plan_groups)
    if (name == key) return id;
  return {};
}

Pharmacy add_pharmacy(Seeder& seeder, const Dataset& dataset) {
  Pharmacy pharmacy;
  const Sources sources = add_sources(seeder);
  add_plan_groups(seeder, pharmacy);
  add_price_list(seeder, sources);
  for (std::size_t i = 0; i < kProducts.size(); ++i) {
    pharmacy.items.push_back(add_product(seeder, kProducts[i], sources, i, pharmacy));
    add_opening_stock(seeder, dataset, pharmacy.items.back(), i);
  }
  for (const Service& service : kServices)
    pharmacy.items.push_back(add_service(seeder, service, pharmacy));
  seeder.flush();
  return pharmacy;
}

}  // namespace vip::sandbox
