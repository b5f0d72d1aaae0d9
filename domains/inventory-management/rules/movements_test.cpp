// Movements: what each kind does to levels and batches, what is refused, and that a level is always
// the sum of its movements.
#include <gmock/gmock.h>

#include <random>

#include "domains/inventory-management/rules/test_stockroom.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct KindCase {
  const char* kind;
  std::int64_t quantity, level;  // of an item of which ten are held
};

class KindOfMovement : public testing::TestWithParam<KindCase> {};

TEST_P(KindOfMovement, ChangesTheLevel) {
  Stockroom room;
  room.move("Receipt", room.shelf, units(10));
  const Record made = room.move(GetParam().kind, room.shelf, GetParam().quantity);
  EXPECT_THAT(room.world.refusals, IsEmpty());
  EXPECT_EQ(room.level(room.shelf), GetParam().level);
  EXPECT_EQ(room.number(made, "quantity-change"), GetParam().level - units(10));
  EXPECT_EQ(room.number(made, "balance-after"), GetParam().level);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, KindOfMovement,
    testing::Values(KindCase{"Receipt", units(5), units(15)}, KindCase{"Sale", units(3), units(7)},
                    KindCase{"Sale", 500, 9500}, KindCase{"ReturnIn", units(1), units(11)},
                    KindCase{"ReturnOut", units(4), units(6)},
                    KindCase{"Adjustment", -units(2), units(8)},
                    KindCase{"Adjustment", units(2), units(12)}, KindCase{"Waste", units(10), 0},
                    KindCase{"Expired", units(1), units(9)}, KindCase{"Count", units(8), units(8)},
                    KindCase{"Count", units(10), units(10)}, KindCase{"Count", 0, 0}),
    [](const auto& tested) {
      return std::string(tested.param.kind) + std::to_string(tested.index);
    });

class QuantityThatDoesNotFit : public testing::TestWithParam<KindCase> {};

TEST_P(QuantityThatDoesNotFit, IsRefused) {
  Stockroom room;
  room.move(GetParam().kind, room.shelf, GetParam().quantity);
  EXPECT_THAT(room.world.refusals, ElementsAre("quantity: movement-quantity"));
  EXPECT_EQ(room.level(room.shelf), 0);
}

INSTANTIATE_TEST_SUITE_P(Kinds, QuantityThatDoesNotFit,
                         testing::Values(KindCase{"Receipt", 0, 0}, KindCase{"Sale", -1, 0},
                                         KindCase{"Waste", 0, 0}, KindCase{"Expired", -5, 0},
                                         KindCase{"ReturnIn", -1, 0}, KindCase{"ReturnOut", 0, 0},
                                         KindCase{"Adjustment", 0, 0}, KindCase{"Count", -1, 0}),
                         [](const auto& tested) { return std::string(tested.param.kind); });

TEST(Movement, HappensInTheDefaultSpaceUnlessSaidOtherwise) {
  Stockroom room;
  const Record made = room.world.create(kMovements, {{"kind", std::string("Receipt")},
                                                     {"formulary-uuid", room.item},
                                                     {"location-uuid", room.branch},
                                                     {"quantity", units(2)}});
  EXPECT_EQ(made.uuid({&made.resource->field("location-space-uuid")}), room.van);
  EXPECT_EQ(room.level(room.van), units(2));
}

TEST(Movement, NamesASpaceOfItsLocation) {
  Stockroom room;
  room.world.create(kMovements, {{"kind", std::string("Receipt")},
                                 {"formulary-uuid", room.item},
                                 {"location-uuid", room.main},
                                 {"location-space-uuid", room.van},
                                 {"quantity", units(2)}});
  EXPECT_THAT(room.world.refusals, ElementsAre("location-space-uuid: reference-mismatch"));
}

TEST(Movement, WarnsWhenMoreIsMovedOutThanIsHeld) {
  Stockroom room;
  room.move("Sale", room.shelf, units(3));
  EXPECT_THAT(room.world.refusals, IsEmpty());
  EXPECT_THAT(room.world.warnings, ElementsAre("quantity: stock-negative"));
  EXPECT_EQ(room.level(room.shelf), -units(3));
  room.move("Receipt", room.shelf, units(1));  // still below zero, but nothing to warn of
  EXPECT_THAT(room.world.warnings, IsEmpty());
}

TEST(Transfer, TouchesTwoLevels) {
  Stockroom room;
  room.move("Receipt", room.shelf, units(10));
  const Record made =
      room.move("Transfer", room.shelf, units(4), {{"to-location-space-uuid", room.van}});
  EXPECT_EQ(room.level(room.shelf), units(6));
  EXPECT_EQ(room.level(room.van), units(4));
  EXPECT_EQ(room.number(made, "balance-after"), units(6));
  EXPECT_EQ(room.number(made, "to-balance-after"), units(4));
}

TEST(Transfer, GoesToAnotherSpace) {
  Stockroom room;
  room.move("Transfer", room.shelf, units(4), {{"to-location-space-uuid", room.shelf}});
  EXPECT_THAT(room.world.refusals, ElementsAre("to-location-space-uuid: transfer-to-itself"));
  room.move("Sale", room.shelf, units(4), {{"to-location-space-uuid", room.van}});
  EXPECT_THAT(room.world.refusals, ElementsAre("to-location-space-uuid: not-applicable"));
}

TEST(Transfer, TakesTheBatchAlong) {
  Stockroom room;
  const Uuid batch = room.batch("A417", room.shelf);
  room.move("Receipt", room.shelf, units(10), {{"batch-uuid", batch}});
  const NamedValues to_van{{"batch-uuid", batch}, {"to-location-space-uuid", room.van}};
  const Record first = room.move("Transfer", room.shelf, units(4), to_van);
  const Uuid twin = first.uuid({&first.resource->field("to-batch-uuid")});
  ASSERT_NE(twin, batch);
  EXPECT_EQ(room.held(twin), units(4));
  EXPECT_TRUE(room.in_stock(twin));
  EXPECT_EQ(text_of(room.world.stored(kBatches, twin), "batch-number"), "A417");
  const Record second = room.move("Transfer", room.shelf, units(6), to_van);
  EXPECT_EQ(second.uuid({&second.resource->field("to-batch-uuid")}), twin);
  EXPECT_EQ(room.held(twin), units(10));
  EXPECT_FALSE(room.in_stock(batch));
}

TEST(Batch, IsInStockWhileSomeOfItIsLeft) {
  Stockroom room;
  const Uuid batch = room.batch("A417", room.shelf);
  EXPECT_FALSE(room.in_stock(batch));
  room.move("Receipt", room.shelf, units(2), {{"batch-uuid", batch}});
  EXPECT_TRUE(room.in_stock(batch));
  room.move("Sale", room.shelf, units(2), {{"batch-uuid", batch}});
  EXPECT_FALSE(room.in_stock(batch));
  room.move("ReturnIn", room.shelf, units(1), {{"batch-uuid", batch}});
  EXPECT_TRUE(room.in_stock(batch));
}

TEST(Batch, IsCountedAlone) {
  Stockroom room;
  const Uuid batch = room.batch("A417", room.shelf);
  room.move("Receipt", room.shelf, units(10));
  room.move("Receipt", room.shelf, units(5), {{"batch-uuid", batch}});
  const Record made = room.move("Count", room.shelf, units(3), {{"batch-uuid", batch}});
  EXPECT_EQ(room.number(made, "quantity-change"), -units(2));
  EXPECT_EQ(room.level(room.shelf), units(13));
  EXPECT_EQ(room.held(batch), units(3));
}

TEST(Batch, LiesWhereTheMovementIs) {
  Stockroom room;
  const Uuid batch = room.batch("A417", room.fridge);
  room.move("Sale", room.shelf, units(1), {{"batch-uuid", batch}});
  EXPECT_THAT(room.world.refusals, ElementsAre("batch-uuid: reference-mismatch"));
  room.item = make_uuid_v7();
  room.move("Sale", room.fridge, units(1), {{"batch-uuid", batch}});
  EXPECT_THAT(room.world.refusals, ElementsAre("batch-uuid: reference-mismatch"));
}

TEST(Batch, WarnsWhenItIsSoldPastItsDay) {
  Stockroom room;  // it is 15 June 2026
  const Uuid fresh = room.batch("A417", room.shelf, "2026-06-15");
  const Uuid old = room.batch("A416", room.shelf, "2026-06-14");
  room.move("Receipt", room.shelf, units(5));
  room.move("Sale", room.shelf, units(1), {{"batch-uuid", fresh}});
  EXPECT_THAT(room.world.warnings, IsEmpty());
  room.move("Sale", room.shelf, units(1), {{"batch-uuid", old}});
  EXPECT_THAT(room.world.warnings, ElementsAre("batch-uuid: batch-expired"));
  room.move("Expired", room.shelf, units(1), {{"batch-uuid", old}});
  EXPECT_THAT(room.world.warnings, IsEmpty());
}

TEST(Movement, NamesASupplierOnlyForItsGoods) {
  Stockroom room;
  const Uuid supplier = make_uuid_v7();
  room.move("Receipt", room.shelf, units(1), {{"supplier-uuid", supplier}});
  EXPECT_THAT(room.world.refusals, IsEmpty());
  room.move("Sale", room.shelf, units(1), {{"supplier-uuid", supplier}});
  EXPECT_THAT(room.world.refusals, ElementsAre("supplier-uuid: not-applicable"));
}

// What the ledger says of a space: the sum of what its movements did there.
std::int64_t sum_of_movements(Stockroom& room, const Uuid& space) {
  std::int64_t sum = 0;
  for (const Record& made : room.world.all_of(declared().resource(kMovements), 100'000)) {
    if (made.uuid({&made.resource->field("formulary-uuid")}) != room.item) continue;
    const std::int64_t did = room.number(made, "quantity-change");
    if (made.uuid({&made.resource->field("location-space-uuid")}) == space) sum += did;
    if (made.uuid({&made.resource->field("to-location-space-uuid")}) == space) sum -= did;
  }
  return sum;
}

struct History {
  explicit History(unsigned seed) : dice{seed} {
    for (const Uuid& space : spaces)
      for (const char* number : {"A417", "B023"})
        batches.emplace_back(room.batch(number, space), space);
  }

  std::size_t below(std::size_t bound) { return dice() % bound; }

  void step() {
    constexpr std::array<const char*, 9> kAll{"Receipt",   "Sale",     "ReturnIn",
                                              "ReturnOut", "Transfer", "Adjustment",
                                              "Waste",     "Expired",  "Count"};
    const char* kind = kAll[below(kAll.size())];
    const auto [batch, batch_space] = batches[below(batches.size())];
    const bool with_batch = below(2) == 0;
    const Uuid from = with_batch ? batch_space : spaces[below(spaces.size())];
    NamedValues further;
    if (with_batch) further.emplace_back("batch-uuid", batch);
    if (std::string_view(kind) == "Transfer")
      further.emplace_back("to-location-space-uuid", spaces[below(spaces.size())]);
    // Some do not fit their kind and are refused; these too must change nothing.
    const auto quantity = static_cast<std::int64_t>(below(20'000)) - 2'000;
    room.move(kind, from, quantity, std::move(further));
  }

  Stockroom room;
  std::vector<Uuid> spaces{room.shelf, room.fridge, room.van};
  std::vector<std::pair<Uuid, Uuid>> batches;
  std::mt19937 dice;
};

TEST(Ledger, AlwaysAddsUpToTheLevels) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    History history{seed};
    for (int step = 0; step < 150; ++step) {
      history.step();
      for (const Uuid& space : history.spaces)
        ASSERT_EQ(history.room.level(space), sum_of_movements(history.room, space))
            << "seed " << seed << ", step " << step;
    }
    for (const auto& [batch, space] : history.batches)
      EXPECT_EQ(history.room.in_stock(batch), history.room.held(batch) > 0);
  }
}

}  // namespace
}  // namespace vip::domains
