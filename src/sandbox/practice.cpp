// A practice of small animals with some horses and farms, as a stranger would believe it:
// households with a dog or two, a client registered twice, animals that have died, numbers that
// nobody has.

#include "sandbox/practice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"
#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

constexpr std::string_view kLocations = "location-management/locations";
constexpr std::string_view kContacts = "contact-management/contacts";
constexpr std::string_view kPatients = "patient-management/patients";
constexpr std::size_t kReport = 500;

// Species by how often they come, with how many years they live.
struct Share {
  std::string_view species;
  unsigned share;  // of a hundred
  std::int64_t years;
};
constexpr std::array<Share, 10> kShares{{{"canine", 47, 14},
                                         {"feline", 33, 17},
                                         {"rabbit", 6, 9},
                                         {"guinea-pig", 2, 6},
                                         {"hamster", 1, 2},
                                         {"ferret", 1, 7},
                                         {"horse", 4, 25},
                                         {"pony", 1, 25},
                                         {"cattle", 3, 8},
                                         {"sheep", 2, 8}}};

class Practice {
 public:
  Practice(Seeder& seeder, const Size& size)
      : seeder_{seeder}, random_{seeder.random()}, size_{size} {}

  void make() {
    make_locations();
    make_staff();
    make_clients();
    make_patients();
    seeder_.flush();
    make_history(seeder_, dataset_);
  }

 private:
  Value title(bool female) {
    constexpr std::array<std::string_view, 5> kFemale{"mrs", "ms", "miss", "dr", "mrs"};
    constexpr std::array<std::string_view, 4> kMale{"mr", "mr", "mr", "dr"};
    const std::string_view code =
        female ? kFemale[random_.below(kFemale.size())] : kMale[random_.below(kMale.size())];
    return Value{seeder_.entry("contact-management/titles", code)};
  }
  const Uuid& location() { return dataset_.locations[random_.below(dataset_.locations.size())].id; }
  std::string house() { return std::to_string(random_.between(1, 180)); }

  void make_locations() {
    const Uuid region = seeder_.create("location-management/regions", {{"name", text("North")}});
    seeder_.create("location-management/regions", {{"name", text("South")}});
    const std::array<std::string_view, 3> names{"Meadow House Veterinary Centre",
                                                "Riverside Surgery", "Hill Top Equine and Farm"};
    for (std::size_t i = 0; i < size_.locations; ++i) {
      std::string name = i < names.size()
                             ? std::string(names[i])
                             : std::string(town(random_)) + " Surgery " + std::to_string(i + 1);
      const std::string site = "branch" + std::to_string(i + 1);
      const Uuid id = seeder_.create(
          kLocations, {{"name", text(name)},
                       {"practice-name", text("Meadow House Vets")},
                       {"name-no", text(house())},
                       {"address1", text(street_address(random_))},
                       {"city", text(town(random_))},
                       {"county", text(county(random_))},
                       {"postcode", text(postcode(random_))},
                       {"phone", text(telephone(1000 + i).number)},
                       {"email-address", text(site + "@example.com")},
                       {"website", text("https://" + site + ".example.com")},
                       {"region-uuid", Value{region}},
                       {"timezone", text("Europe/London")},
                       {"locale", text("en_GB")},
                       {"view-order", Value{static_cast<std::int64_t>(i + 1) * 10}}});
      dataset_.locations.push_back({id, {}});
    }
    seeder_.flush();
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSpaces{
        {{"Consulting Room 1", "Consult"},
         {"Consulting Room 2", "Consult"},
         {"Dog Ward", "Ward"},
         {"Theatre", "Theatre"},
         {"Pharmacy", "Stock"}}};
    for (Location& place : dataset_.locations)
      for (const auto& [name, type] : kSpaces)
        place.pharmacy = seeder_.create("location-management/spaces",
                                        {{"name", text(name)}, {"type", text(type)}}, place.id);
  }

  NamedValues person(Person& made, std::string_view type, bool female) {
    made.first = first_name(random_, female);
    made.last = last_name(random_);
    return {
        {"contact-type", text(type)},
        {"title-uuid", title(female)},
        {"last-name", text(made.last)},
        {"first-name", text(made.first)},
        {"default-location-uuid", Value{location()}},
        {"registered-date", seeder_.moment(random_.between(1, 1800), random_.between(480, 1110))}};
  }

  void make_staff() {
    for (std::size_t i = 0; i < size_.practitioners + size_.users; ++i) {
      const bool practitioner = i < size_.practitioners;
      const bool nurse = i % 4 == 3;
      Person made;
      NamedValues values = person(made, practitioner ? "Practitioner" : "User", random_.chance(62));
      if (practitioner)
        values.emplace_back(
            "practitioner-type-uuid",
            Value{seeder_.entry("contact-management/practitioner-types",
                                nurse ? "registered-veterinary-nurse" : "veterinary-surgeon")});
      made.id = seeder_.create(kContacts, values);
      make_email(made, i, true);
      if (!practitioner) continue;
      const std::size_t place = i % dataset_.locations.size();
      (nurse ? dataset_.nurses : dataset_.surgeons).push_back({made.id, made.last, place});
      seeder_.create("contact-management/practitioner-locations",
                     {{"location-uuid", Value{dataset_.locations[place].id}}}, made.id);
      seeder_.create(
          "contact-management/practitioner-qualifications",
          {{"qualification-uuid",
            Value{seeder_.entry("contact-management/qualifications", nurse ? "rvn" : "mrcvs")}}},
          made.id);
    }
  }

  void make_email(const Person& made, std::size_t number, bool staff) {
    seeder_.create("contact-management/emails",
                   {{"type", text(staff ? "Work" : "Home")},
                    {"email-address", text(email_address(made.first, made.last, number))},
                    {"preferred", Value{kYes}}},
                   made.id);
  }

  void make_address(const Person& made) {
    NamedValues values{
        {"type", text("Home")},
        {"name-no", text(house())},
        {"address1", text(made.farm ? std::string(farm_name(random_)) : street_address(random_))},
        {"postcode", text(made.postcode)}};
    const auto& cities = seeder_.entries("location-management/cities");
    values.emplace_back("city-uuid", Value{cities[random_.below(cities.size())].id});
    values.emplace_back("county", text(county(random_)));
    seeder_.create("contact-management/addresses", values, made.id);
  }

  void make_number(const Person& made, std::size_t number, bool preferred) {
    const Telephone phone = telephone(number);
    seeder_.create("contact-management/numbers",
                   {{"number-type-uuid", Value{seeder_.entry("contact-management/number-types",
                                                             phone.mobile ? "mobile" : "home")}},
                    {"number", text(phone.number)},
                    {"preferred", Value{std::int64_t{preferred}}},
                    {"sms-allowed", Value{std::int64_t{phone.mobile && random_.chance(80)}}}},
                   made.id);
  }

  void make_consents(const Person& made) {
    constexpr std::array<std::string_view, 3> kChannels{"email", "sms", "post"};
    const std::string_view channel = kChannels[random_.below(kChannels.size())];
    seeder_.create("contact-management/data-consents",
                   {{"type-uuid", Value{seeder_.entry("communications/types", "marketing")}},
                    {"channel-uuid", Value{seeder_.entry("communications/channels", channel)}},
                    {"consent", Value{std::int64_t{random_.chance(55)}}}},
                   made.id);
  }

  void make_clients() {
    dataset_.people.reserve(size_.clients);
    for (std::size_t i = 0; i < size_.clients; ++i) {
      Person made;
      made.farm = i % 24 == 23;
      NamedValues values = person(made, "Client", random_.chance(58));
      made.postcode = postcode(random_);
      // One in a hundred stands here twice, as happens when someone registers again.
      if (i % 100 == 99) {
        const Person& twin = dataset_.people[i - 7];
        made.first = twin.first;
        made.last = twin.last;
        made.postcode = twin.postcode;
        values[2].second = text(made.last);
        values[3].second = text(made.first);
      }
      if (made.farm)
        values.emplace_back("business-name",
                            text(std::string(farm_name(random_)) + " (" + made.last + ")"));
      if (random_.chance(30)) values.emplace_back("online-access", Value{kYes});
      if (random_.chance(25))
        values.emplace_back("date-of-birth", seeder_.day(random_.between(7000, 31000)));
      made.id = seeder_.create(kContacts, values);
      make_address(made);
      make_number(made, i, true);
      if (random_.chance(45)) make_number(made, size_.clients + i, false);
      if (random_.chance(88)) make_email(made, 100 + i, false);
      if (random_.chance(70)) make_consents(made);
      make_account(made);
      dataset_.people.push_back(made);
      if (i % 67 == 66)
        seeder_.update(kContacts, made.id, {{"online-access", Value{std::int64_t{0}}}});
      if ((i + 1) % kReport == 0 || i + 1 == size_.clients)
        seeder_.report("clients", i + 1, size_.clients);
    }
    seeder_.flush();
    for (Person& person : dataset_.people)
      person.billing =
          seeder_.find("account-management/accounts", person.account)
              ->uuid({&seeder_.resource("account-management/accounts").field("billing-uuid")});
  }

  void make_account(Person& made) {
    made.place = random_.below(dataset_.locations.size());
    NamedValues values{
        {"contact-uuid", Value{made.id}},
        {"registered-location-uuid", Value{dataset_.locations[made.place].id}},
        {"account-type-uuid", Value{seeder_.entry("account-management/account-types",
                                                  made.farm ? "farm" : "small-animal")}},
        {"registered-date", seeder_.moment(random_.between(1, 1800), random_.between(480, 1110))}};
    if (random_.chance(60))
      values.emplace_back("last-visit-date",
                          seeder_.moment(random_.between(1, 700), random_.between(480, 1110)));
    if (random_.chance(6)) values.emplace_back("disallow-online-bookings", Value{kYes});
    made.account = seeder_.create("account-management/accounts", values);
  }

  const Share& share() {
    std::size_t throws = random_.below(100);
    for (const Share& each : kShares) {
      if (throws < each.share) return each;
      throws -= each.share;
    }
    return kShares.front();
  }

  Value breed_of(const Uuid& species) {
    if (breeds_.empty())
      for (const SystemEntry& entry : seeder_.entries("patient-management/breeds"))
        breeds_[std::get<Uuid>(
                    seeder_.entry_value("patient-management/breeds", entry, "species-uuid"))]
            .push_back(entry.id);
    const std::vector<Uuid>& breeds = breeds_[species];
    return breeds.empty() ? null_value() : Value{breeds[random_.below(breeds.size())]};
  }

  Value gender_of(const Uuid& species) {
    std::vector<Uuid> genders;
    const std::string wanted = to_string(species);
    for (const SystemEntry& entry : seeder_.entries("patient-management/genders")) {
      const Value all = seeder_.entry_value("patient-management/genders", entry, "species-uuids");
      const auto* listed = std::get_if<std::string>(&all);
      if (listed != nullptr && listed->find(wanted) != std::string::npos)
        genders.push_back(entry.id);
    }
    return Value{genders[random_.below(genders.size())]};
  }

  Value category_of(const Uuid& species) {
    for (const SystemEntry& entry : seeder_.entries("patient-management/species"))
      if (entry.id == species)
        return seeder_.entry_value("patient-management/species", entry, "patient-category-uuid");
    return null_value();
  }

  void make_patients() {
    for (std::size_t i = 0; i < size_.patients; ++i) {
      make_patient(i);
      if ((i + 1) % kReport == 0 || i + 1 == size_.patients)
        seeder_.report("patients", i + 1, size_.patients);
    }
  }

  void make_patient(std::size_t number) {
    const Share& kind = share();
    const Uuid species = seeder_.entry("patient-management/species", kind.species);
    const bool herd = kind.species == "cattle" || kind.species == "sheep";
    const std::size_t owned_by = random_.below(dataset_.people.size());
    const Person& owner = dataset_.people[owned_by];
    const std::int64_t born = random_.between(60, kind.years * 365);
    NamedValues values{
        {"account-uuid", Value{owner.account}},
        {"patient-name", text(herd ? "Herd of " + owner.last : std::string(animal_name(random_)))},
        {"patient-category-uuid", category_of(species)},
        {"species-uuid", Value{species}},
        {"gender-uuid", gender_of(species)},
        {"date-of-birth", seeder_.day(born)},
        {"registered-date", seeder_.moment(random_.between(1, born), random_.between(480, 1110))}};
    if (random_.chance(85)) values.emplace_back("breed-uuid", breed_of(species));
    if (herd) {
      values.emplace_back("herd-reference", text("UK" + std::to_string(100'000 + number)));
      values.emplace_back("herd-size", Value{random_.between(12, 240)});
    } else {
      const auto& colours = seeder_.entries("patient-management/colours");
      values.emplace_back("colour-uuid", Value{colours[random_.below(colours.size())].id});
      if (random_.chance(78)) values.emplace_back("microchip", text(microchip(number)));
    }
    Animal animal{.id = {},
                  .owner = owned_by,
                  .species = kind.species,
                  .born = born,
                  .died = {},
                  .herd = herd,
                  .left = false};
    add_particulars(values, animal);
    animal.id = seeder_.create(kPatients, values);
    if (!animal.left) dataset_.animals.push_back(animal);
  }

  void add_particulars(NamedValues& values, Animal& animal) {
    const std::int64_t born = animal.born;
    if (random_.chance(38)) {
      const auto& insurers = seeder_.entries("patient-management/insurance-companies");
      values.emplace_back("insurance-company-uuid",
                          Value{insurers[random_.below(insurers.size())].id});
      values.emplace_back("insurance-policy",
                          text("POL" + std::to_string(random_.between(1'000'000, 9'999'999))));
      values.emplace_back("insurance-start-date", seeder_.day(random_.between(1, born)));
    }
    if (random_.chance(18)) values.emplace_back("status-crossbreed", Value{kYes});
    if (random_.chance(12)) values.emplace_back("conditions", text(condition(random_)));
    if (random_.chance(15)) values.emplace_back("notes", text(note(random_)));
    if (random_.chance(8)) {
      animal.died = random_.between(1, std::min<std::int64_t>(born, 1400));
    } else if (random_.chance(3)) {
      values.emplace_back("status-deactivated", Value{kYes});
      animal.left = true;
    }
  }

  Seeder& seeder_;
  Random& random_;
  Size size_;
  Dataset dataset_;
  std::map<Uuid, std::vector<Uuid>> breeds_;  // by species
};

bool is_empty(const Loading& loading, const Tenant& tenant) {
  bool empty = true;
  loading.store.read(
      tenant.id, std::chrono::steady_clock::time_point::max(), [&](ReadSession& session) {
        empty = session.collection_count(loading.catalogue.resource(kLocations), true) == 0;
      });
  return empty;
}

}  // namespace

Size size_of(double scale) {
  const Size one;
  const auto scaled = [&](std::size_t count, std::size_t least) {
    return std::max(least,
                    static_cast<std::size_t>(std::llround(static_cast<double>(count) * scale)));
  };
  return {scaled(one.locations, 2), scaled(one.practitioners, 4), scaled(one.users, 2),
          scaled(one.clients, 20), scaled(one.patients, 30)};
}

bool load_practice(const Loading& loading, const Tenant& tenant, const Size& size,
                   std::uint64_t seed) {
  if (!is_empty(loading, tenant)) return false;
  Seeder seeder{loading, tenant, seed};
  Practice{seeder, size}.make();
  return true;
}

}  // namespace vip::sandbox
