#include "sandbox/premises.h"

#include <array>
#include <map>
#include <string>

#include "core/time.h"
#include "sandbox/calendar.h"
#include "sandbox/text_pools.h"

namespace vip::sandbox {
namespace {

// Of a business that does not exist: no registration begins with 9999. The check digits are right.
constexpr std::string_view kVatNumber = "GB999999973";
constexpr std::int64_t kHolidaysAhead = 370;  // days

std::string period(std::string_view open, std::string_view close) {
  return R"([{"open":")" + std::string(open) + R"(","close":")" + std::string(close) + R"("}])";
}

// Weekdays and Saturday mornings, and the bank holidays of the coming year.
std::string opening_hours(std::int64_t today) {
  std::string hours = "{";
  for (const std::string_view day : {"monday", "tuesday", "wednesday", "thursday", "friday"})
    hours += "\"" + std::string(day) + "\":" + period("08:30", "18:30") + ",";
  hours += "\"saturday\":" + period("09:00", "12:30") + ",\"exceptions\":[";
  bool first = true;
  for (std::int64_t day = today; day < today + kHolidaysAhead; ++day) {
    const std::string_view holiday = bank_holiday(day);
    if (holiday.empty()) continue;
    hours += std::string(first ? "" : ",") + R"({"date":")" +
             to_string(Date{static_cast<std::int32_t>(day)}) + R"(","closed":true,"reason":")" +
             std::string(holiday) + R"("})";
    first = false;
  }
  return hours + "]}";
}

Uuid add_location(Seeder& seeder, std::size_t number, const Uuid& region) {
  constexpr std::array<std::string_view, 3> kNames{"Meadow House Veterinary Centre",
                                                   "Riverside Surgery", "Hill Top Equine and Farm"};
  const Place& place = places_of(number).front();
  const std::string city = seeder.name_of("location-management/cities", place.city);
  const std::string name = number < kNames.size() ? std::string(kNames[number])
                                                  : city + " Surgery " + std::to_string(number + 1);
  const std::string site = "branch" + std::to_string(number + 1);
  Random& random = seeder.random();
  const std::string house = house_number(random);
  const std::string_view street = street_address(random);
  return seeder.create("location-management/locations",
                       {{"name", text(name)},
                        {"practice-name", text("Meadow House Vets")},
                        {"name-no", text(house)},
                        {"address1", text(street)},
                        {"city", text(city)},
                        {"county", text(place.county)},
                        {"postcode", text(postcode(random, place.postcode_area))},
                        {"phone", text(telephone_of(place, 100 + number))},
                        {"fax", text(telephone_of(place, 400 + number))},
                        {"email-address", text(site + "@example.com")},
                        {"website", text("https://" + site + ".example.com")},
                        {"vat-no", text(kVatNumber)},
                        {"premises-number", text(std::to_string(9'000'001 + number))},
                        {"region-uuid", Value{region}},
                        {"timezone", text("Europe/London")},
                        {"locale", text("en_GB")},
                        {"opening-hours", text(opening_hours(seeder.today()))},
                        {"view-order", Value{static_cast<std::int64_t>(number + 1) * 10}}});
}

void add_spaces(Seeder& seeder, Location& location) {
  struct Space {
    std::string_view name, type;
  };
  constexpr std::array<Space, 6> kSpaces{{{"Consulting Room 1", "Consult"},
                                          {"Consulting Room 2", "Consult"},
                                          {"Dog Ward", "Ward"},
                                          {"Isolation Kennel", "Kennel"},
                                          {"Theatre", "Theatre"},
                                          {"Pharmacy", "Stock"}}};
  for (const Space& space : kSpaces) {
    NamedValues values{{"name", text(space.name)}, {"type", text(space.type)}};
    // Goods are taken from the default space where a request names none.
    if (space.type == "Stock") values.emplace_back("default", Value{kYes});
    const Uuid id = seeder.create("location-management/spaces", values, location.id);
    if (space.type == "Stock") location.pharmacy = id;
  }
}

}  // namespace

void add_premises(Seeder& seeder, Dataset& dataset, std::size_t count) {
  std::map<std::string_view, Uuid> regions;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view region = places_of(i).front().region;
    if (!regions.contains(region))
      regions[region] = seeder.create("location-management/regions", {{"name", text(region)}});
    dataset.locations.push_back({add_location(seeder, i, regions[region]), {}, {}, {}});
  }
  seeder.flush();
  for (Location& location : dataset.locations) add_spaces(seeder, location);
}

}  // namespace vip::sandbox
