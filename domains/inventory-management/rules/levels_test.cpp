// Levels: what should be there, and what to order.
#include <gmock/gmock.h>

#include "domains/inventory-management/rules/test_stockroom.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct OrderCase {
  std::int64_t quantity;
  Value reorder, maximum;
  std::int64_t pending, order;
};

class OrderQuantity : public testing::TestWithParam<OrderCase> {};

TEST_P(OrderQuantity, FollowsFromWhatIsThere) {
  FakeRuleContext world;
  const OrderCase& given = GetParam();
  Record& level = world.add(kLevels, {{"quantity", given.quantity}});
  const Record after = world.patch(level, {{"reorder-level", given.reorder},
                                           {"maximum-level", given.maximum},
                                           {"pending-quantity", given.pending}});
  EXPECT_THAT(world.refusals, IsEmpty());
  EXPECT_EQ(after.number({&after.resource->field("order-quantity")}), given.order);
}

INSTANTIATE_TEST_SUITE_P(
    Levels, OrderQuantity,
    testing::Values(OrderCase{units(60), units(50), units(200), 0, 0},
                    OrderCase{units(50), units(50), units(200), 0, units(150)},
                    OrderCase{units(20), units(50), units(200), units(20), units(160)},
                    OrderCase{units(20), units(50), units(200), units(40), 0},
                    OrderCase{-units(5), units(50), units(200), 0, units(205)},
                    OrderCase{units(20), units(50), null_value(), 0, units(30)},
                    OrderCase{units(50), units(50), null_value(), 0, 0},
                    OrderCase{0, null_value(), units(200), 0, 0}));

TEST(Level, IsNotFilledUpBelowWhereItIsReordered) {
  FakeRuleContext world;
  Record& level = world.add(kLevels, {{"reorder-level", units(50)}});
  world.patch(level, {{"maximum-level", units(40)}});
  EXPECT_THAT(world.refusals, ElementsAre("maximum-level: levels-reversed"));
  world.patch(level, {{"maximum-level", units(50)}});
  EXPECT_THAT(world.refusals, IsEmpty());
  world.patch(level, {{"reorder-level", units(60)}});
  EXPECT_THAT(world.refusals, ElementsAre("reorder-level: levels-reversed"));
}

TEST(Level, OrdersWhatMovementsTookOut) {
  Stockroom room;
  room.move("Receipt", room.shelf, units(60));
  const Resource& levels = declared().resource(kLevels);
  const Uuid id = room.world.all_of(levels).front().id();
  room.world.patch(room.world.stored(kLevels, id),
                   {{"reorder-level", units(50)}, {"maximum-level", units(80)}});
  room.move("Sale", room.shelf, units(15));
  EXPECT_EQ(room.number(room.world.stored(kLevels, id), "order-quantity"), units(35));
}

}  // namespace
}  // namespace vip::domains
