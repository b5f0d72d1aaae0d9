// Locations and their spaces: what is made with a location, and what has to stay.
#include <gmock/gmock.h>

#include "domains/shared/fake_rule_context.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kLocations = "location-management/locations";
constexpr auto kSpaces = "location-management/spaces";

TEST(Location, GetsItsFirstSpaceNamedAfterIt) {
  FakeRuleContext world;
  const Record made = world.create(kLocations, {{"name", "Harbour Street"}});
  ASSERT_EQ(world.effects.size(), 1U);
  EXPECT_EQ(world.effects[0].first, "spaces");
  EXPECT_EQ(world.effects[0].second,
            (NamedValues{{"location-uuid", made.id()}, {"name", std::string("Harbour Street")}}));
}

TEST(Location, GetsNoFurtherSpaceWhenItChanges) {
  FakeRuleContext world;
  Record& location = world.add(kLocations, {{"name", "Harbour Street"}});
  world.patch(location, {{"name", "Old Quay"}});
  EXPECT_THAT(world.refusals, IsEmpty());
  EXPECT_THAT(world.effects, IsEmpty());
}

TEST(Location, StaysWhileItIsTheMainOne) {
  FakeRuleContext world;
  Record& main = world.add(kLocations, {{"name", "Main"}, {"main", boolean(true)}});
  Record& other = world.add(kLocations, {{"name", "Branch"}});
  world.patch(main, {{"deactivated", boolean(true)}});
  EXPECT_THAT(world.refusals, ElementsAre("deactivated: main-location-stays"));
  world.patch(other, {{"deactivated", boolean(true)}});
  EXPECT_THAT(world.refusals, IsEmpty());
  world.patch(other, {{"main", boolean(true)}});
  EXPECT_THAT(world.refusals, ElementsAre("main: main-location-stays"));
}

TEST(Location, HasOpeningHoursThatMakeSense) {
  FakeRuleContext world;
  Record& location = world.add(kLocations, {{"name", "Main"}});
  world.patch(location, {{"opening-hours", R"({"monday":[{"open":"18:00","close":"08:00"}]})"}});
  EXPECT_THAT(world.refusals, ElementsAre("opening-hours: opening-hours-contradictory"));
  EXPECT_EQ(world.last_detail, "monday: a period must close after it opens.");
}

TEST(Space, StaysWhileItIsTheLastOne) {
  FakeRuleContext world;
  const Uuid location = world.add(kLocations, {{"name", "Main"}}).id();
  const Record first = world.add(kSpaces, {{"location-uuid", location}, {"name", "Stock"}});
  world.remove(first);
  EXPECT_THAT(world.refusals, ElementsAre("location-uuid: last-space"));
  world.add(kSpaces, {{"location-uuid", location}, {"name", "Ward"}});
  world.remove(first);
  EXPECT_THAT(world.refusals, IsEmpty());
}

}  // namespace
}  // namespace vip::domains
