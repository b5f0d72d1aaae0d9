// Addresses: the city by id and by name say the same.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kAddresses = "contact-management/addresses";
constexpr auto kCities = "location-management/cities";

// One in Great Britain, where all have a postcode.
NamedValues at_postcode(const NamedValues& more) {
  NamedValues values{{"postcode", "ZZ1 4AB"}};
  values.insert(values.end(), more.begin(), more.end());
  return values;
}
Value id_in(const Record& address) { return address.at(address.resource->field("city-uuid")); }

TEST(City, ByIdSetsTheName) {
  Practice practice;
  const Record address = practice.create(
      kAddresses,
      at_postcode({{"address1", "Orchard Lane"}, {"city-uuid", entry(kCities, "bath")}}));
  EXPECT_EQ(text_of(address, "city"), "Bath");
}

TEST(City, ByIdWinsOverTheName) {
  Practice practice;
  const Record address = practice.create(
      kAddresses, at_postcode({{"city-uuid", entry(kCities, "bath")}, {"city", "Bristol"}}));
  EXPECT_EQ(text_of(address, "city"), "Bath");
}

TEST(City, ByNameIsOneOfTheLibrary) {
  Practice practice;
  for (const char* name : {"Bristol", "bristol", "BRÍSTOL"}) {
    const Record address = practice.create(kAddresses, at_postcode({{"city", name}}));
    EXPECT_EQ(id_in(address), Value{entry(kCities, "bristol")}) << name;
    EXPECT_EQ(text_of(address, "city"), name);
  }
  practice.create(kAddresses, at_postcode({{"city", "Brist"}}));
  EXPECT_THAT(practice.refusals, ElementsAre("city: city-unknown"));
}

TEST(City, ThatIsHiddenIsNotTaken) {
  Practice practice;
  Record village = practice.add(kCities, {{"name", "Nether Compton"}});
  practice.create(kAddresses, at_postcode({{"city", "Nether Compton"}}));
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(village, {{"hidden", boolean(true)}});
  practice.create(kAddresses, at_postcode({{"city", "Nether Compton"}}));
  EXPECT_THAT(practice.refusals, ElementsAre("city: city-unknown"));
}

TEST(City, IsOptionalAndClearedAsAPair) {
  Practice practice;
  practice.create(kAddresses, at_postcode({{"address1", "Orchard Lane"}}));
  EXPECT_THAT(practice.refusals, IsEmpty());
  const auto in_bath = [&] { return practice.create(kAddresses, at_postcode({{"city", "Bath"}})); };
  EXPECT_EQ(text_of(practice.patch(in_bath(), {{"city-uuid", null_value()}}), "city"), "");
  EXPECT_EQ(id_in(practice.patch(in_bath(), {{"city", null_value()}})), null_value());
  EXPECT_THAT(practice.refusals, IsEmpty());
}

}  // namespace
}  // namespace vip::domains
