// A practice of small animals with some horses and farms, as a stranger would believe it:
// households with a dog or two, a client registered twice, animals that have died, numbers that
// nobody has.

#include "sandbox/practice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "sandbox/cast.h"
#include "sandbox/maker.h"
#include "sandbox/words.h"

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
  Practice(Maker& maker, const Size& size) : maker_{maker}, dice_{maker.dice()}, size_{size} {}

  void make() {
    make_locations();
    make_staff();
    make_clients();
    make_patients();
    maker_.flush();
    make_history(maker_, cast_);
  }

 private:
  Value title(bool female) {
    constexpr std::array<std::string_view, 5> kFemale{"mrs", "ms", "miss", "dr", "mrs"};
    constexpr std::array<std::string_view, 4> kMale{"mr", "mr", "mr", "dr"};
    const std::string_view code =
        female ? kFemale[dice_.below(kFemale.size())] : kMale[dice_.below(kMale.size())];
    return Value{maker_.entry("contact-management/titles", code)};
  }
  const Uuid& location() { return cast_.locations[dice_.below(cast_.locations.size())].id; }
  std::string house() { return std::to_string(dice_.between(1, 180)); }

  void make_locations() {
    const Uuid region = maker_.make("location-management/regions", {{"name", text("North")}});
    maker_.make("location-management/regions", {{"name", text("South")}});
    const std::array<std::string_view, 3> names{"Meadow House Veterinary Centre",
                                                "Riverside Surgery", "Hill Top Equine and Farm"};
    for (std::size_t i = 0; i < size_.locations; ++i) {
      std::string name = i < names.size()
                             ? std::string(names[i])
                             : std::string(town(dice_)) + " Surgery " + std::to_string(i + 1);
      const std::string site = "branch" + std::to_string(i + 1);
      const Uuid id =
          maker_.make(kLocations, {{"name", text(name)},
                                   {"practice-name", text("Meadow House Vets")},
                                   {"name-no", text(house())},
                                   {"address1", text(street_address(dice_))},
                                   {"city", text(town(dice_))},
                                   {"county", text(county(dice_))},
                                   {"postcode", text(postcode(dice_))},
                                   {"phone", text(telephone(1000 + i).number)},
                                   {"email-address", text(site + "@example.com")},
                                   {"website", text("https://" + site + ".example.com")},
                                   {"region-uuid", Value{region}},
                                   {"timezone", text("Europe/London")},
                                   {"locale", text("en_GB")},
                                   {"view-order", Value{static_cast<std::int64_t>(i + 1) * 10}}});
      cast_.locations.push_back({id, {}});
    }
    maker_.flush();
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSpaces{
        {{"Consulting Room 1", "Consult"},
         {"Consulting Room 2", "Consult"},
         {"Dog Ward", "Ward"},
         {"Theatre", "Theatre"},
         {"Pharmacy", "Stock"}}};
    for (Place& place : cast_.locations)
      for (const auto& [name, type] : kSpaces)
        place.pharmacy = maker_.make("location-management/spaces",
                                     {{"name", text(name)}, {"type", text(type)}}, place.id);
  }

  NamedValues person(Person& made, std::string_view type, bool female) {
    made.first = first_name(dice_, female);
    made.last = last_name(dice_);
    return {{"contact-type", text(type)},
            {"title-uuid", title(female)},
            {"last-name", text(made.last)},
            {"first-name", text(made.first)},
            {"default-location-uuid", Value{location()}},
            {"registered-date", maker_.moment(dice_.between(1, 1800), dice_.between(480, 1110))}};
  }

  void make_staff() {
    for (std::size_t i = 0; i < size_.practitioners + size_.users; ++i) {
      const bool practitioner = i < size_.practitioners;
      const bool nurse = i % 4 == 3;
      Person made;
      NamedValues values = person(made, practitioner ? "Practitioner" : "User", dice_.chance(62));
      if (practitioner)
        values.emplace_back(
            "practitioner-type-uuid",
            Value{maker_.entry("contact-management/practitioner-types",
                               nurse ? "registered-veterinary-nurse" : "veterinary-surgeon")});
      made.id = maker_.make(kContacts, values);
      make_email(made, i, true);
      if (!practitioner) continue;
      const std::size_t place = i % cast_.locations.size();
      (nurse ? cast_.nurses : cast_.surgeons).push_back({made.id, made.last, place});
      maker_.make("contact-management/practitioner-locations",
                  {{"location-uuid", Value{cast_.locations[place].id}}}, made.id);
      maker_.make("contact-management/practitioner-qualifications",
                  {{"qualification-uuid", Value{maker_.entry("contact-management/qualifications",
                                                             nurse ? "rvn" : "mrcvs")}}},
                  made.id);
    }
  }

  void make_email(const Person& made, std::size_t number, bool staff) {
    maker_.make("contact-management/emails",
                {{"type", text(staff ? "Work" : "Home")},
                 {"email-address", text(email_address(made.first, made.last, number))},
                 {"preferred", Value{kYes}}},
                made.id);
  }

  void make_address(const Person& made) {
    NamedValues values{
        {"type", text("Home")},
        {"name-no", text(house())},
        {"address1", text(made.farm ? std::string(farm_name(dice_)) : street_address(dice_))},
        {"postcode", text(made.postcode)}};
    const auto& cities = maker_.entries("location-management/cities");
    values.emplace_back("city-uuid", Value{cities[dice_.below(cities.size())].id});
    values.emplace_back("county", text(county(dice_)));
    maker_.make("contact-management/addresses", values, made.id);
  }

  void make_number(const Person& made, std::size_t number, bool preferred) {
    const Telephone phone = telephone(number);
    maker_.make("contact-management/numbers",
                {{"number-type-uuid", Value{maker_.entry("contact-management/number-types",
                                                         phone.mobile ? "mobile" : "home")}},
                 {"number", text(phone.number)},
                 {"preferred", Value{std::int64_t{preferred}}},
                 {"sms-allowed", Value{std::int64_t{phone.mobile && dice_.chance(80)}}}},
                made.id);
  }

  void make_consents(const Person& made) {
    constexpr std::array<std::string_view, 3> kChannels{"email", "sms", "post"};
    const std::string_view channel = kChannels[dice_.below(kChannels.size())];
    maker_.make("contact-management/data-consents",
                {{"type-uuid", Value{maker_.entry("communications/types", "marketing")}},
                 {"channel-uuid", Value{maker_.entry("communications/channels", channel)}},
                 {"consent", Value{std::int64_t{dice_.chance(55)}}}},
                made.id);
  }

  void make_clients() {
    cast_.people.reserve(size_.clients);
    for (std::size_t i = 0; i < size_.clients; ++i) {
      Person made;
      made.farm = i % 24 == 23;
      NamedValues values = person(made, "Client", dice_.chance(58));
      made.postcode = postcode(dice_);
      // One in a hundred stands here twice, as happens when someone registers again.
      if (i % 100 == 99) {
        const Person& twin = cast_.people[i - 7];
        made.first = twin.first;
        made.last = twin.last;
        made.postcode = twin.postcode;
        values[2].second = text(made.last);
        values[3].second = text(made.first);
      }
      if (made.farm)
        values.emplace_back("business-name",
                            text(std::string(farm_name(dice_)) + " (" + made.last + ")"));
      if (dice_.chance(30)) values.emplace_back("online-access", Value{kYes});
      if (dice_.chance(25))
        values.emplace_back("date-of-birth", maker_.day(dice_.between(7000, 31000)));
      made.id = maker_.make(kContacts, values);
      make_address(made);
      make_number(made, i, true);
      if (dice_.chance(45)) make_number(made, size_.clients + i, false);
      if (dice_.chance(88)) make_email(made, 100 + i, false);
      if (dice_.chance(70)) make_consents(made);
      make_account(made);
      cast_.people.push_back(made);
      if (i % 67 == 66)
        maker_.change(kContacts, made.id, {{"online-access", Value{std::int64_t{0}}}});
      if ((i + 1) % kReport == 0 || i + 1 == size_.clients)
        maker_.report("clients", i + 1, size_.clients);
    }
    maker_.flush();
    for (Person& person : cast_.people)
      person.billing =
          maker_.find("account-management/accounts", person.account)
              ->uuid({&maker_.resource("account-management/accounts").field("billing-uuid")});
  }

  void make_account(Person& made) {
    made.place = dice_.below(cast_.locations.size());
    NamedValues values{
        {"contact-uuid", Value{made.id}},
        {"registered-location-uuid", Value{cast_.locations[made.place].id}},
        {"account-type-uuid", Value{maker_.entry("account-management/account-types",
                                                 made.farm ? "farm" : "small-animal")}},
        {"registered-date", maker_.moment(dice_.between(1, 1800), dice_.between(480, 1110))}};
    if (dice_.chance(60))
      values.emplace_back("last-visit-date",
                          maker_.moment(dice_.between(1, 700), dice_.between(480, 1110)));
    if (dice_.chance(6)) values.emplace_back("disallow-online-bookings", Value{kYes});
    made.account = maker_.make("account-management/accounts", values);
  }

  const Share& share() {
    std::size_t throws = dice_.below(100);
    for (const Share& each : kShares) {
      if (throws < each.share) return each;
      throws -= each.share;
    }
    return kShares.front();
  }

  Value breed_of(const Uuid& species) {
    if (breeds_.empty())
      for (const SystemEntry& entry : maker_.entries("patient-management/breeds"))
        breeds_[std::get<Uuid>(
                    maker_.entry_value("patient-management/breeds", entry, "species-uuid"))]
            .push_back(entry.id);
    const std::vector<Uuid>& breeds = breeds_[species];
    return breeds.empty() ? null_value() : Value{breeds[dice_.below(breeds.size())]};
  }

  Value gender_of(const Uuid& species) {
    std::vector<Uuid> genders;
    const std::string wanted = to_string(species);
    for (const SystemEntry& entry : maker_.entries("patient-management/genders")) {
      const Value all = maker_.entry_value("patient-management/genders", entry, "species-uuids");
      const auto* listed = std::get_if<std::string>(&all);
      if (listed != nullptr && listed->find(wanted) != std::string::npos)
        genders.push_back(entry.id);
    }
    return Value{genders[dice_.below(genders.size())]};
  }

  Value category_of(const Uuid& species) {
    for (const SystemEntry& entry : maker_.entries("patient-management/species"))
      if (entry.id == species)
        return maker_.entry_value("patient-management/species", entry, "patient-category-uuid");
    return null_value();
  }

  void make_patients() {
    for (std::size_t i = 0; i < size_.patients; ++i) {
      make_patient(i);
      if ((i + 1) % kReport == 0 || i + 1 == size_.patients)
        maker_.report("patients", i + 1, size_.patients);
    }
  }

  void make_patient(std::size_t number) {
    const Share& kind = share();
    const Uuid species = maker_.entry("patient-management/species", kind.species);
    const bool herd = kind.species == "cattle" || kind.species == "sheep";
    const std::size_t owned_by = dice_.below(cast_.people.size());
    const Person& owner = cast_.people[owned_by];
    const std::int64_t born = dice_.between(60, kind.years * 365);
    NamedValues values{
        {"account-uuid", Value{owner.account}},
        {"patient-name", text(herd ? "Herd of " + owner.last : std::string(animal_name(dice_)))},
        {"patient-category-uuid", category_of(species)},
        {"species-uuid", Value{species}},
        {"gender-uuid", gender_of(species)},
        {"date-of-birth", maker_.day(born)},
        {"registered-date", maker_.moment(dice_.between(1, born), dice_.between(480, 1110))}};
    if (dice_.chance(85)) values.emplace_back("breed-uuid", breed_of(species));
    if (herd) {
      values.emplace_back("herd-reference", text("UK" + std::to_string(100'000 + number)));
      values.emplace_back("herd-size", Value{dice_.between(12, 240)});
    } else {
      const auto& colours = maker_.entries("patient-management/colours");
      values.emplace_back("colour-uuid", Value{colours[dice_.below(colours.size())].id});
      if (dice_.chance(78)) values.emplace_back("microchip", text(microchip(number)));
    }
    Animal animal{.id = {},
                  .owner = owned_by,
                  .species = kind.species,
                  .born = born,
                  .died = {},
                  .herd = herd,
                  .left = false};
    add_particulars(values, animal);
    animal.id = maker_.make(kPatients, values);
    if (!animal.left) cast_.animals.push_back(animal);
  }

  void add_particulars(NamedValues& values, Animal& animal) {
    const std::int64_t born = animal.born;
    if (dice_.chance(38)) {
      const auto& insurers = maker_.entries("patient-management/insurance-companies");
      values.emplace_back("insurance-company-uuid",
                          Value{insurers[dice_.below(insurers.size())].id});
      values.emplace_back("insurance-policy",
                          text("POL" + std::to_string(dice_.between(1'000'000, 9'999'999))));
      values.emplace_back("insurance-start-date", maker_.day(dice_.between(1, born)));
    }
    if (dice_.chance(18)) values.emplace_back("status-crossbreed", Value{kYes});
    if (dice_.chance(12)) values.emplace_back("conditions", text(condition(dice_)));
    if (dice_.chance(15)) values.emplace_back("notes", text(note(dice_)));
    if (dice_.chance(8)) {
      animal.died = dice_.between(1, std::min<std::int64_t>(born, 1400));
    } else if (dice_.chance(3)) {
      values.emplace_back("status-deactivated", Value{kYes});
      animal.left = true;
    }
  }

  Maker& maker_;
  Dice& dice_;
  Size size_;
  Cast cast_;
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
  Maker maker{loading, tenant, seed};
  Practice{maker, size}.make();
  return true;
}

}  // namespace vip::sandbox
