#include "sandbox/people.h"

#include <algorithm>
#include <array>
#include <string>

#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

constexpr std::string_view kContacts = "contact-management/contacts";
constexpr std::int64_t kFounded = 3600;       // days ago
constexpr std::int64_t kOldestClient = 3000;  // days ago; most have come in the last years
constexpr std::int64_t kOwnerRegistration = 8 * 60 + 31;  // minutes after midnight, when doors open

class People {
 public:
  People(Seeder& seeder, Dataset& dataset)
      : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset} {}

  void add_member(std::size_t number, bool practitioner) {
    const std::size_t location = number % dataset_.locations.size();
    Location& place = dataset_.locations[location];
    // Every location has a surgeon, also where the number of locations is divisible by four.
    const bool nurse = number % 4 == 3 && !place.surgeons.empty();
    Person person;
    person.registered =
        seeder_.open_days_ago(employed_since(nurse ? place.nurses : place.surgeons));
    NamedValues values = contact_values(person, practitioner ? "Practitioner" : "User", location);
    if (practitioner)
      values.emplace_back(
          "practitioner-type-uuid",
          Value{seeder_.entry("contact-management/practitioner-types",
                              nurse ? "registered-veterinary-nurse" : "veterinary-surgeon")});
    person.id = seeder_.create(kContacts, values);
    add_email(person, number, true);
    if (!practitioner) return;
    auto& team = nurse ? dataset_.nurses : dataset_.surgeons;
    (nurse ? place.nurses : place.surgeons).push_back(team.size());
    team.push_back({person.id, person.last, location, person.registered});
    seeder_.create(
        "contact-management/practitioner-locations",
        {{"location-uuid", Value{place.id}}, {"start-date", seeder_.day(person.registered)}},
        person.id);
    seeder_.create("contact-management/practitioner-qualifications",
                   {{"qualification-uuid", Value{seeder_.entry("contact-management/qualifications",
                                                               nurse ? "rvn" : "mrcvs")}}},
                   person.id);
  }

  void add_client(std::size_t number, std::size_t of) {
    Client client;
    client.farm = number % 24 == 23;
    client.location = random_.below(dataset_.locations.size());
    const auto towns = places_of(client.location);
    client.place = &towns[random_.chance(60) ? 0 : random_.below(towns.size())];
    const double part = random_.part();
    client.registered = seeder_.open_days_ago(
        3 + static_cast<std::int64_t>(part * part * static_cast<double>(kOldestClient)));
    NamedValues values = contact_values(client, "Client", client.location);
    client.postcode = postcode(random_, client.place->postcode_area);
    if (number % 100 == 99) copy_twin(client, dataset_.clients[number - 7], values);
    if (client.farm) name_farm(client, number, values);
    if (number % 61 == 60) erase_value(values, "first-name");  // who has one name
    // Online access is withdrawn from a few, later.
    if (number % 67 == 66 || random_.chance(30)) values.emplace_back("online-access", Value{kYes});
    if (random_.chance(25))
      values.emplace_back("date-of-birth",
                          seeder_.day(client.registered + random_.between(7000, 28000)));
    client.id = seeder_.create(kContacts, values);
    add_address(client);
    add_number(client, number, true);
    if (random_.chance(45)) add_number(client, of + number, false);
    if (random_.chance(88)) add_email(client, 100 + number, false);
    if (random_.chance(70)) add_consents(client);
    add_account(client);
    if (number % 67 == 66)
      seeder_.update(kContacts, client.id, {{"online-access", Value{std::int64_t{0}}}});
    dataset_.clients.push_back(client);
  }

  void find_billing_accounts() {
    seeder_.flush();
    for (Client& client : dataset_.clients)
      client.billing =
          seeder_.find("account-management/accounts", client.account)
              ->uuid({&seeder_.resource("account-management/accounts").field("billing-uuid")});
  }

 private:
  // The first of a team has been there from the beginning.
  std::int64_t employed_since(const std::vector<std::size_t>& team) {
    return team.empty() ? kFounded : random_.between(200, 2600);
  }

  Value title(bool female) {
    constexpr std::array<std::string_view, 5> kFemaleTitles{"mrs", "ms", "miss", "dr", "mrs"};
    constexpr std::array<std::string_view, 4> kMaleTitles{"mr", "mr", "mr", "dr"};
    const std::string_view code = female ? kFemaleTitles[random_.below(kFemaleTitles.size())]
                                         : kMaleTitles[random_.below(kMaleTitles.size())];
    return Value{seeder_.entry("contact-management/titles", code)};
  }

  // Chooses a name for the person and returns the fields of the contact.
  NamedValues contact_values(Person& person, std::string_view type, std::size_t location) {
    // The first client is the one that the guides ask for.
    const bool guided = type == "Client" && dataset_.clients.empty();
    const bool female = guided || random_.chance(60);
    person.first = guided ? "Margaret" : std::string(first_name(random_, female));
    person.last = guided ? "Hargreaves" : std::string(last_name(random_));
    return {{"contact-type", text(type)},
            {"title-uuid", title(female)},
            {"last-name", text(person.last)},
            {"first-name", text(person.first)},
            {"default-location-uuid", Value{dataset_.locations[location].id}},
            {"registered-date", seeder_.moment(person.registered, kOwnerRegistration)}};
  }

  static void erase_value(NamedValues& values, std::string_view name) {
    std::erase_if(values, [name](const NamedValue& value) { return value.first == name; });
  }

  // Every other farm is known by the name of the business alone.
  void name_farm(const Client& client, std::size_t number, NamedValues& values) {
    std::string name{farm_name(random_)};
    if (number % 48 == 23) {
      for (const char* of_person : {"last-name", "first-name", "title-uuid"})
        erase_value(values, of_person);
      name += " Ltd";
    } else {
      name += " (" + client.last + ")";
    }
    values.emplace_back("business-name", text(name));
  }

  // One in a hundred is registered twice, as happens in real data.
  static void copy_twin(Client& client, const Client& twin, NamedValues& values) {
    client.first = twin.first;
    client.last = twin.last;
    client.postcode = twin.postcode;
    client.place = twin.place;
    for (auto& [name, value] : values) {
      if (name == "last-name") value = text(client.last);
      if (name == "first-name") value = text(client.first);
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
    const std::string house = house_number(random_);
    const std::string street(client.farm ? farm_name(random_) : street_address(random_));
    seeder_.create(
        "contact-management/addresses",
        {{"type", text("Home")},
         {"name-no", text(house)},
         {"address1", text(street)},
         {"postcode", text(client.postcode)},
         {"city-uuid", Value{seeder_.entry("location-management/cities", client.place->city)}},
         {"county", text(client.place->county)}},
        client.id);
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

  void add_account(Client& client) {
    NamedValues values{
        {"contact-uuid", Value{client.id}},
        {"registered-location-uuid", Value{dataset_.locations[client.location].id}},
        {"account-type-uuid", Value{seeder_.entry("account-management/account-types",
                                                  client.farm ? "farm" : "small-animal")}},
        {"registered-date", seeder_.moment(client.registered, kOwnerRegistration + 2)}};
    client.offline = random_.chance(6);
    if (client.offline) values.emplace_back("disallow-online-bookings", Value{kYes});
    client.account = seeder_.create("account-management/accounts", values);
  }

  Seeder& seeder_;
  Random& random_;
  Dataset& dataset_;
};

}  // namespace

void add_staff(Seeder& seeder, Dataset& dataset, Team team) {
  People people{seeder, dataset};
  for (std::size_t i = 0; i < team.practitioners + team.users; ++i)
    people.add_member(i, i < team.practitioners);
  // The longest employed come first, so that those of a day are the first ones.
  for (Location& location : dataset.locations) {
    const auto sort = [](std::vector<std::size_t>& ids, const std::vector<Practitioner>& all) {
      std::ranges::stable_sort(ids, std::greater{}, [&](std::size_t i) { return all[i].employed; });
    };
    sort(location.surgeons, dataset.surgeons);
    sort(location.nurses, dataset.nurses);
  }
}

void add_clients(Seeder& seeder, Dataset& dataset, std::size_t count) {
  People people{seeder, dataset};
  dataset.clients.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    people.add_client(i, count);
    if ((i + 1) % kReportEvery == 0 || i + 1 == count) seeder.report("clients", i + 1, count);
  }
  people.find_billing_accounts();
}

}  // namespace vip::sandbox
