// Deviations: an item keeps the locations that hide it, unless it must not be hidden.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kDeviatingStock = "formulary-management/stock";
constexpr auto kDeviations = "formulary-management/deviations";

class Hiding : public testing::Test {
 protected:
  NamedValues deviation(const Uuid& location, bool hidden) {
    return {
        {"formulary-uuid", item.id()}, {"location-uuid", location}, {"hidden", boolean(hidden)}};
  }
  std::string hidden_at() {
    return text_of(practice.stored(kDeviatingStock, item.id()), "hidden-location-uuids");
  }

  Practice practice;
  const Record item = practice.add(kDeviatingStock, {{"formulary-code", "AMOX"}});
  const Uuid yard = practice.add("location-management/locations", {}).id();
};

TEST_F(Hiding, IsKeptWithTheItem) {
  const Uuid id = practice.create(kDeviations, deviation(yard, true)).id();
  EXPECT_EQ(hidden_at(), "[\"" + to_string(yard) + "\"]");
  practice.patch(practice.stored(kDeviations, id), {{"hidden", boolean(false)}});
  EXPECT_EQ(hidden_at(), "");
}

TEST_F(Hiding, EndsWithTheDeviation) {
  const Uuid id = practice.create(kDeviations, deviation(yard, true)).id();
  practice.remove(practice.stored(kDeviations, id));
  EXPECT_EQ(hidden_at(), "");
}

TEST_F(Hiding, OfOneLocationLeavesTheOthers) {
  const Uuid other = practice.add("location-management/locations", {}).id();
  practice.create(kDeviations, deviation(yard, true));
  const Uuid id = practice.create(kDeviations, deviation(other, true)).id();
  practice.remove(practice.stored(kDeviations, id));
  EXPECT_EQ(hidden_at(), "[\"" + to_string(yard) + "\"]");
}

TEST_F(Hiding, IsNoMatterOfPrices) {
  practice.create(kDeviations, deviation(yard, false));
  EXPECT_THAT(practice.written(), ElementsAre(std::string("create ") + kDeviations));
}

TEST_F(Hiding, IsRefusedForWhatMustNotBeHidden) {
  practice.patch(practice.stored(kDeviatingStock, item.id()), {{"prevent-hide", boolean(true)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.create(kDeviations, deviation(yard, true));
  EXPECT_THAT(practice.refusals, ElementsAre("hidden: hide-prevented"));
}

TEST_F(Hiding, StandsInTheWayOfPreventingIt) {
  practice.create(kDeviations, deviation(yard, true));
  practice.patch(practice.stored(kDeviatingStock, item.id()), {{"prevent-hide", boolean(true)}});
  EXPECT_THAT(practice.refusals, ElementsAre("prevent-hide: hide-prevented"));
}

}  // namespace
}  // namespace vip::domains
