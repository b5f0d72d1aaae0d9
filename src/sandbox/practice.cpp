// A practice for small animals with some horses and farms: its locations, staff and clients, then
// its patients and its history. The data contain what real data contain: clients that are
// registered twice, fields without a value.

#include "sandbox/practice.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sandbox/dataset.h"
#include "sandbox/history.h"
#include "sandbox/patients.h"
#include "sandbox/seeder.h"
#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

constexpr std::string_view kLocations = "location-management/locations";
constexpr std::string_view kContacts = "contact-management/contacts";

class Practice {
 public:
  Practice(Seeder& seeder, const Size& size)
      : seeder_{seeder}, random_{seeder.random()}, size_{size} {}

  void add() {
    add_locations();
    add_staff();
    add_clients();
    add_patients(seeder_, dataset_, size_.patients);
    seeder_.flush();
    add_history(seeder_, dataset_);
  }

 private:
  Value title(bool female) {
    constexpr std::array<std::string_view, 5> kFemaleTitles{"mrs", "ms", "miss", "dr", "mrs"};
    constexpr std::array<std::string_view, 4> kMaleTitles{"mr", "mr", "mr", "dr"};
    const std::string_view code = female ? kFemaleTitles[random_.below(kFemaleTitles.size())]
                                         : kMaleTitles[random_.below(kMaleTitles.size())];
    return Value{seeder_.entry("contact-management/titles", code)};
  }
  const Uuid& any_location() {
    return dataset_.locations[random_.below(dataset_.locations.size())].id;
  }
  std::string house_number() { return std::to_string(random_.between(1, 180)); }

  void add_locations() {
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
                       {"name-no", text(house_number())},
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
    for (Location& location : dataset_.locations)
      for (const auto& [name, type] : kSpaces)
        location.pharmacy =
            seeder_.create("location-management/spaces",
                           {{"name", text(name)}, {"type", text(type)}}, location.id);
  }

  // Chooses a name for the person and returns the fields of the contact.
  NamedValues contact_values(Person& person, std::string_view type, bool female) {
    person.first = first_name(random_, female);
    person.last = last_name(random_);
    return {
        {"contact-type", text(type)},
        {"title-uuid", title(female)},
        {"last-name", text(person.last)},
        {"first-name", text(person.first)},
        {"default-location-uuid", Value{any_location()}},
        {"registered-date", seeder_.moment(random_.between(1, 1800), random_.between(480, 1110))}};
  }

  void add_staff() {
    for (std::size_t i = 0; i < size_.practitioners + size_.users; ++i) {
      const bool practitioner = i < size_.practitioners;
      const bool nurse = i % 4 == 3;
      Person person;
      NamedValues values =
          contact_values(person, practitioner ? "Practitioner" : "User", random_.chance(62));
      if (practitioner)
        values.emplace_back(
            "practitioner-type-uuid",
            Value{seeder_.entry("contact-management/practitioner-types",
                                nurse ? "registered-veterinary-nurse" : "veterinary-surgeon")});
      person.id = seeder_.create(kContacts, values);
      add_email(person, i, true);
      if (!practitioner) continue;
      const std::size_t location = i % dataset_.locations.size();
      (nurse ? dataset_.nurses : dataset_.surgeons).push_back({person.id, person.last, location});
      seeder_.create("contact-management/practitioner-locations",
                     {{"location-uuid", Value{dataset_.locations[location].id}}}, person.id);
      seeder_.create(
          "contact-management/practitioner-qualifications",
          {{"qualification-uuid",
            Value{seeder_.entry("contact-management/qualifications", nurse ? "rvn" : "mrcvs")}}},
          person.id);
    }
  }

  void add_email(const Person& person, std::size_t number, bool staff) {
    seeder_.create("contact-management/emails",
                   {{"type", text(staff ? "Work" : "Home")},
                    {"email-address", text(email_address(person.first, person.last, number))},
                    {"preferred", Value{kYes}}},
                   person.id);
  }

  void add_address(const Client& client) {
    NamedValues values{
        {"type", text("Home")},
        {"name-no", text(house_number())},
        {"address1", text(client.farm ? std::string(farm_name(random_)) : street_address(random_))},
        {"postcode", text(client.postcode)}};
    const auto& cities = seeder_.entries("location-management/cities");
    values.emplace_back("city-uuid", Value{cities[random_.below(cities.size())].id});
    values.emplace_back("county", text(county(random_)));
    seeder_.create("contact-management/addresses", values, client.id);
  }

  void add_number(const Person& person, std::size_t number, bool preferred) {
    const Telephone phone = telephone(number);
    seeder_.create("contact-management/numbers",
                   {{"number-type-uuid", Value{seeder_.entry("contact-management/number-types",
                                                             phone.mobile ? "mobile" : "home")}},
                    {"number", text(phone.number)},
                    {"preferred", Value{std::int64_t{preferred}}},
                    {"sms-allowed", Value{std::int64_t{phone.mobile && random_.chance(80)}}}},
                   person.id);
  }

  void add_consents(const Person& person) {
    constexpr std::array<std::string_view, 3> kChannels{"email", "sms", "post"};
    const std::string_view channel = kChannels[random_.below(kChannels.size())];
    seeder_.create("contact-management/data-consents",
                   {{"type-uuid", Value{seeder_.entry("communications/types", "marketing")}},
                    {"channel-uuid", Value{seeder_.entry("communications/channels", channel)}},
                    {"consent", Value{std::int64_t{random_.chance(55)}}}},
                   person.id);
  }

  void add_clients() {
    dataset_.clients.reserve(size_.clients);
    for (std::size_t i = 0; i < size_.clients; ++i) {
      Client client;
      client.farm = i % 24 == 23;
      NamedValues values = contact_values(client, "Client", random_.chance(58));
      client.postcode = postcode(random_);
      // One in a hundred is registered twice, as happens in real data.
      if (i % 100 == 99) {
        const Client& twin = dataset_.clients[i - 7];
        client.first = twin.first;
        client.last = twin.last;
        client.postcode = twin.postcode;
        values[2].second = text(client.last);
        values[3].second = text(client.first);
      }
      if (client.farm)
        values.emplace_back("business-name",
                            text(std::string(farm_name(random_)) + " (" + client.last + ")"));
      if (random_.chance(30)) values.emplace_back("online-access", Value{kYes});
      if (random_.chance(25))
        values.emplace_back("date-of-birth", seeder_.day(random_.between(7000, 31000)));
      client.id = seeder_.create(kContacts, values);
      add_address(client);
      add_number(client, i, true);
      if (random_.chance(45)) add_number(client, size_.clients + i, false);
      if (random_.chance(88)) add_email(client, 100 + i, false);
      if (random_.chance(70)) add_consents(client);
      add_account(client);
      dataset_.clients.push_back(client);
      if (i % 67 == 66)
        seeder_.update(kContacts, client.id, {{"online-access", Value{std::int64_t{0}}}});
      if ((i + 1) % kReportEvery == 0 || i + 1 == size_.clients)
        seeder_.report("clients", i + 1, size_.clients);
    }
    seeder_.flush();
    for (Client& client : dataset_.clients)
      client.billing =
          seeder_.find("account-management/accounts", client.account)
              ->uuid({&seeder_.resource("account-management/accounts").field("billing-uuid")});
  }

  void add_account(Client& client) {
    client.location = random_.below(dataset_.locations.size());
    NamedValues values{
        {"contact-uuid", Value{client.id}},
        {"registered-location-uuid", Value{dataset_.locations[client.location].id}},
        {"account-type-uuid", Value{seeder_.entry("account-management/account-types",
                                                  client.farm ? "farm" : "small-animal")}},
        // Before the five years of the history: nothing is paid before the account exists.
        {"registered-date",
         seeder_.moment(random_.between(1830, 3650), random_.between(480, 1110))}};
    if (random_.chance(60))
      values.emplace_back("last-visit-date",
                          seeder_.moment(random_.between(1, 700), random_.between(480, 1110)));
    if (random_.chance(6)) values.emplace_back("disallow-online-bookings", Value{kYes});
    client.account = seeder_.create("account-management/accounts", values);
  }

  Seeder& seeder_;
  Random& random_;
  Size size_;
  Dataset dataset_;
};

bool is_empty(const Loading& loading, const Tenant& tenant) {
  bool empty = true;
  loading.store.read(TenantKey::for_internal_work(tenant.id),
                     std::chrono::steady_clock::time_point::max(), [&](ReadSession& session) {
                       empty = session.collection_count(loading.catalogue.resource(kLocations),
                                                        true) == 0;
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
  Practice{seeder, size}.add();
  return true;
}

}  // namespace vip::sandbox
