// Locations and their spaces: what is made with a location, and what has to stay.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kLocations = "location-management/locations";
constexpr auto kSpaces = "location-management/spaces";

TEST(Location, GetsItsFirstSpaceNamedAfterIt) {
  Practice practice;
  const Record made = practice.create(kLocations, {{"name", "Harbour Street"}});
  EXPECT_THAT(practice.written(), ElementsAre("create location-management/locations",
                                              "create location-management/spaces"));
  const Record space = practice.made(kSpaces);
  EXPECT_EQ(value_of(space, "location-uuid"), Value{made.id()});
  EXPECT_EQ(text_of(space, "name"), "Harbour Street");
}

TEST(Location, GetsNoFurtherSpaceWhenItChanges) {
  Practice practice;
  Record location = practice.add(kLocations, {{"name", "Harbour Street"}, {"main", boolean(true)}});
  practice.patch(location, {{"name", "Old Quay"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(practice.written(), ElementsAre("update location-management/locations"));
}

TEST(Location, StaysWhileItIsTheMainOne) {
  Practice practice;
  Record main = practice.add(kLocations, {{"name", "Main"}, {"main", boolean(true)}});
  Record other = practice.add(kLocations, {{"name", "Branch"}});
  practice.patch(main, {{"deactivated", boolean(true)}});
  EXPECT_THAT(practice.refusals, ElementsAre("deactivated: main-location-stays"));
  practice.patch(other, {{"deactivated", boolean(true)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(other, {{"main", boolean(true)}});
  EXPECT_THAT(practice.refusals, ElementsAre("main: main-location-stays"));
}

TEST(Location, HasOpeningHoursThatMakeSense) {
  Practice practice;
  Record location = practice.add(kLocations, {{"name", "Main"}, {"main", boolean(true)}});
  practice.patch(location, {{"opening-hours", R"({"monday":[{"open":"18:00","close":"08:00"}]})"}});
  EXPECT_THAT(practice.refusals, ElementsAre("opening-hours: opening-hours-contradictory"));
  EXPECT_EQ(practice.last_detail, "monday: a period must close after it opens.");
}

TEST(Space, StaysWhileItIsTheLastOne) {
  Practice practice;
  const Uuid location = practice.add(kLocations, {{"name", "Main"}}).id();
  const Record first = practice.add(kSpaces, {{"location-uuid", location}, {"name", "Stock"}});
  practice.remove(first);
  EXPECT_THAT(practice.refusals, ElementsAre("location-uuid: last-space"));
  practice.add(kSpaces, {{"location-uuid", location}, {"name", "Ward"}});
  practice.remove(first);
  EXPECT_THAT(practice.refusals, IsEmpty());
}

}  // namespace
}  // namespace vip::domains
