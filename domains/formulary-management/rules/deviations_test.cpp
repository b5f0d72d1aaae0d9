// Deviations: an item keeps the locations that hide it, unless it must not be hidden.
#include <gmock/gmock.h>

#include "domains/shared/fake_rule_context.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kDeviatingStock = "formulary-management/stock";
constexpr auto kDeviations = "formulary-management/deviations";

class Hiding : public testing::Test {
 protected:
  Hiding() { world.follows_effects = true; }

  NamedValues deviation(const Uuid& location, bool hidden) {
    return {
        {"formulary-uuid", item.id()}, {"location-uuid", location}, {"hidden", boolean(hidden)}};
  }
  std::string hidden_at() {
    return text_of(world.stored(kDeviatingStock, item.id()), "hidden-location-uuids");
  }

  FakeRuleContext world;
  const Record item = world.add(kDeviatingStock, {{"formulary-code", "AMOX"}});
  const Uuid yard = make_uuid_v7();
};

TEST_F(Hiding, IsKeptWithTheItem) {
  const Uuid id = world.create(kDeviations, deviation(yard, true)).id();
  EXPECT_EQ(hidden_at(), "[\"" + to_string(yard) + "\"]");
  world.patch(world.stored(kDeviations, id), {{"hidden", boolean(false)}});
  EXPECT_EQ(hidden_at(), "");
}

TEST_F(Hiding, EndsWithTheDeviation) {
  const Uuid id = world.create(kDeviations, deviation(yard, true)).id();
  world.remove(world.stored(kDeviations, id));
  EXPECT_EQ(hidden_at(), "");
}

TEST_F(Hiding, OfOneLocationLeavesTheOthers) {
  const Uuid other = make_uuid_v7();
  world.create(kDeviations, deviation(yard, true));
  const Uuid id = world.create(kDeviations, deviation(other, true)).id();
  world.remove(world.stored(kDeviations, id));
  EXPECT_EQ(hidden_at(), "[\"" + to_string(yard) + "\"]");
}

TEST_F(Hiding, IsNoMatterOfPrices) {
  world.create(kDeviations, deviation(yard, false));
  EXPECT_THAT(world.patches, IsEmpty());
}

TEST_F(Hiding, IsRefusedForWhatMustNotBeHidden) {
  world.patch(world.stored(kDeviatingStock, item.id()), {{"prevent-hide", boolean(true)}});
  EXPECT_THAT(world.refusals, IsEmpty());
  world.create(kDeviations, deviation(yard, true));
  EXPECT_THAT(world.refusals, ElementsAre("hidden: hide-prevented"));
}

TEST_F(Hiding, StandsInTheWayOfPreventingIt) {
  world.create(kDeviations, deviation(yard, true));
  world.patch(world.stored(kDeviatingStock, item.id()), {{"prevent-hide", boolean(true)}});
  EXPECT_THAT(world.refusals, ElementsAre("prevent-hide: hide-prevented"));
}

}  // namespace
}  // namespace vip::domains
