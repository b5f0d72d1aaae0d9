// Addresses: the city by id and by name say the same.
#include <gmock/gmock.h>

#include "domains/shared/fake_rule_context.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kAddresses = "contact-management/addresses";
constexpr auto kCities = "location-management/cities";

Value id_in(const Record& address) { return address.at(address.resource->field("city-uuid")); }

TEST(City, ByIdSetsTheName) {
  FakeRuleContext world;
  const Record address = world.create(
      kAddresses, {{"address1", "Orchard Lane"}, {"city-uuid", entry(kCities, "bath")}});
  EXPECT_EQ(text_of(address, "city"), "Bath");
}

TEST(City, ByIdWinsOverTheName) {
  FakeRuleContext world;
  const Record address =
      world.create(kAddresses, {{"city-uuid", entry(kCities, "bath")}, {"city", "Bristol"}});
  EXPECT_EQ(text_of(address, "city"), "Bath");
}

TEST(City, ByNameIsOneOfTheLibrary) {
  FakeRuleContext world;
  for (const char* name : {"Bristol", "bristol", "BRÍSTOL"}) {
    const Record address = world.create(kAddresses, {{"city", name}});
    EXPECT_EQ(id_in(address), Value{entry(kCities, "bristol")}) << name;
    EXPECT_EQ(text_of(address, "city"), name);
  }
  world.create(kAddresses, {{"city", "Brist"}});
  EXPECT_THAT(world.refusals, ElementsAre("city: city-unknown"));
}

TEST(City, ThatIsHiddenIsNotTaken) {
  FakeRuleContext world;
  Record& village = world.add(kCities, {{"name", "Nether Compton"}});
  world.create(kAddresses, {{"city", "Nether Compton"}});
  EXPECT_THAT(world.refusals, IsEmpty());
  world.patch(village, {{"hidden", boolean(true)}});
  world.create(kAddresses, {{"city", "Nether Compton"}});
  EXPECT_THAT(world.refusals, ElementsAre("city: city-unknown"));
}

TEST(City, IsOptionalAndClearedAsAPair) {
  FakeRuleContext world;
  world.create(kAddresses, {{"address1", "Orchard Lane"}});
  EXPECT_THAT(world.refusals, IsEmpty());
  Record& address =
      world.add(kAddresses, {{"city", "Bath"}, {"city-uuid", entry(kCities, "bath")}});
  EXPECT_EQ(text_of(world.patch(address, {{"city-uuid", null_value()}}), "city"), "");
  Record& other = world.add(kAddresses, {{"city", "Bath"}, {"city-uuid", entry(kCities, "bath")}});
  EXPECT_EQ(id_in(world.patch(other, {{"city", null_value()}})), null_value());
}

}  // namespace
}  // namespace vip::domains
