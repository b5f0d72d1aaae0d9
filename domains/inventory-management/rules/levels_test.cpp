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
  Practice practice;
  const OrderCase& given = GetParam();
  Record level = practice.add(kLevels, {{"quantity", given.quantity}});
  const Record after = practice.patch(level, {{"reorder-level", given.reorder},
                                              {"maximum-level", given.maximum},
                                              {"pending-quantity", given.pending}});
  EXPECT_THAT(practice.refusals, IsEmpty());
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
  Practice practice;
  Record level = practice.add(kLevels, {{"reorder-level", units(50)}});
  practice.patch(level, {{"maximum-level", units(40)}});
  EXPECT_THAT(practice.refusals, ElementsAre("maximum-level: levels-reversed"));
  practice.patch(level, {{"maximum-level", units(50)}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(level, {{"reorder-level", units(60)}});
  EXPECT_THAT(practice.refusals, ElementsAre("reorder-level: levels-reversed"));
}

TEST(Level, OrdersWhatMovementsTookOut) {
  Stockroom practice;
  practice.move("Receipt", practice.shelf, units(60));
  const Uuid id = practice.all(kLevels).front().id();
  practice.patch(practice.stored(kLevels, id),
                 {{"reorder-level", units(50)}, {"maximum-level", units(80)}});
  practice.move("Sale", practice.shelf, units(15));
  EXPECT_EQ(practice.number(practice.stored(kLevels, id), "order-quantity"), units(35));
}

}  // namespace
}  // namespace vip::domains
