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
  Stockroom practice;
  practice.move("Receipt", practice.shelf, units(10));
  const Record made = practice.move(GetParam().kind, practice.shelf, GetParam().quantity);
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(practice.level(practice.shelf), GetParam().level);
  EXPECT_EQ(practice.number(made, "quantity-change"), GetParam().level - units(10));
  EXPECT_EQ(practice.number(made, "balance-after"), GetParam().level);
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
  Stockroom practice;
  practice.move(GetParam().kind, practice.shelf, GetParam().quantity);
  EXPECT_THAT(practice.refusals, ElementsAre("quantity: movement-quantity"));
  EXPECT_EQ(practice.level(practice.shelf), 0);
}

INSTANTIATE_TEST_SUITE_P(Kinds, QuantityThatDoesNotFit,
                         testing::Values(KindCase{"Receipt", 0, 0}, KindCase{"Sale", -1, 0},
                                         KindCase{"Waste", 0, 0}, KindCase{"Expired", -5, 0},
                                         KindCase{"ReturnIn", -1, 0}, KindCase{"ReturnOut", 0, 0},
                                         KindCase{"Adjustment", 0, 0}, KindCase{"Count", -1, 0}),
                         [](const auto& tested) { return std::string(tested.param.kind); });

TEST(Movement, HappensInTheDefaultSpaceUnlessSaidOtherwise) {
  Stockroom practice;
  const Record made = practice.create(kMovements, {{"kind", std::string("Receipt")},
                                                   {"formulary-uuid", practice.item},
                                                   {"location-uuid", practice.branch},
                                                   {"quantity", units(2)}});
  EXPECT_EQ(made.uuid({&made.resource->field("location-space-uuid")}), practice.van);
  EXPECT_EQ(practice.level(practice.van), units(2));
}

TEST(Movement, NamesASpaceOfItsLocation) {
  Stockroom practice;
  practice.create(kMovements, {{"kind", std::string("Receipt")},
                               {"formulary-uuid", practice.item},
                               {"location-uuid", practice.main},
                               {"location-space-uuid", practice.van},
                               {"quantity", units(2)}});
  EXPECT_THAT(practice.refusals, ElementsAre("location-space-uuid: reference-mismatch"));
}

TEST(Movement, WarnsWhenMoreIsMovedOutThanIsHeld) {
  Stockroom practice;
  practice.move("Sale", practice.shelf, units(3));
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(practice.warnings, ElementsAre("quantity: stock-negative"));
  EXPECT_EQ(practice.level(practice.shelf), -units(3));
  practice.move("Receipt", practice.shelf, units(1));  // still below zero, but nothing to warn of
  EXPECT_THAT(practice.warnings, IsEmpty());
}

TEST(Transfer, TouchesTwoLevels) {
  Stockroom practice;
  practice.move("Receipt", practice.shelf, units(10));
  const Record made = practice.move("Transfer", practice.shelf, units(4),
                                    {{"to-location-space-uuid", practice.van}});
  EXPECT_EQ(practice.level(practice.shelf), units(6));
  EXPECT_EQ(practice.level(practice.van), units(4));
  EXPECT_EQ(practice.number(made, "balance-after"), units(6));
  EXPECT_EQ(practice.number(made, "to-balance-after"), units(4));
}

TEST(Transfer, GoesToAnotherSpace) {
  Stockroom practice;
  practice.move("Transfer", practice.shelf, units(4), {{"to-location-space-uuid", practice.shelf}});
  EXPECT_THAT(practice.refusals, ElementsAre("to-location-space-uuid: transfer-to-itself"));
  practice.move("Sale", practice.shelf, units(4), {{"to-location-space-uuid", practice.van}});
  EXPECT_THAT(practice.refusals, ElementsAre("to-location-space-uuid: not-applicable"));
}

TEST(Transfer, TakesTheBatchAlong) {
  Stockroom practice;
  const Uuid batch = practice.batch("A417", practice.shelf);
  practice.move("Receipt", practice.shelf, units(10), {{"batch-uuid", batch}});
  const NamedValues to_van{{"batch-uuid", batch}, {"to-location-space-uuid", practice.van}};
  const Record first = practice.move("Transfer", practice.shelf, units(4), to_van);
  const Uuid twin = first.uuid({&first.resource->field("to-batch-uuid")});
  ASSERT_NE(twin, batch);
  EXPECT_EQ(practice.held(twin), units(4));
  EXPECT_TRUE(practice.in_stock(twin));
  EXPECT_EQ(text_of(practice.stored(kBatches, twin), "batch-number"), "A417");
  const Record second = practice.move("Transfer", practice.shelf, units(6), to_van);
  EXPECT_EQ(second.uuid({&second.resource->field("to-batch-uuid")}), twin);
  EXPECT_EQ(practice.held(twin), units(10));
  EXPECT_FALSE(practice.in_stock(batch));
}

TEST(Batch, IsInStockWhileSomeOfItIsLeft) {
  Stockroom practice;
  const Uuid batch = practice.batch("A417", practice.shelf);
  EXPECT_FALSE(practice.in_stock(batch));
  practice.move("Receipt", practice.shelf, units(2), {{"batch-uuid", batch}});
  EXPECT_TRUE(practice.in_stock(batch));
  practice.move("Sale", practice.shelf, units(2), {{"batch-uuid", batch}});
  EXPECT_FALSE(practice.in_stock(batch));
  practice.move("ReturnIn", practice.shelf, units(1), {{"batch-uuid", batch}});
  EXPECT_TRUE(practice.in_stock(batch));
}

TEST(Batch, IsCountedAlone) {
  Stockroom practice;
  const Uuid batch = practice.batch("A417", practice.shelf);
  practice.move("Receipt", practice.shelf, units(10));
  practice.move("Receipt", practice.shelf, units(5), {{"batch-uuid", batch}});
  const Record made = practice.move("Count", practice.shelf, units(3), {{"batch-uuid", batch}});
  EXPECT_EQ(practice.number(made, "quantity-change"), -units(2));
  EXPECT_EQ(practice.level(practice.shelf), units(13));
  EXPECT_EQ(practice.held(batch), units(3));
}

TEST(Batch, LiesWhereTheMovementIs) {
  Stockroom practice;
  const Uuid batch = practice.batch("A417", practice.fridge);
  practice.move("Sale", practice.shelf, units(1), {{"batch-uuid", batch}});
  EXPECT_THAT(practice.refusals, ElementsAre("batch-uuid: reference-mismatch"));
  practice.item = practice.add("formulary-management/stock", {}).id();
  practice.move("Sale", practice.fridge, units(1), {{"batch-uuid", batch}});
  EXPECT_THAT(practice.refusals, ElementsAre("batch-uuid: reference-mismatch"));
}

TEST(Batch, WarnsWhenItIsSoldPastItsDay) {
  Stockroom practice;  // it is 15 June 2026
  const Uuid fresh = practice.batch("A417", practice.shelf, "2026-06-15");
  const Uuid old = practice.batch("A416", practice.shelf, "2026-06-14");
  practice.move("Receipt", practice.shelf, units(5));
  practice.move("Sale", practice.shelf, units(1), {{"batch-uuid", fresh}});
  EXPECT_THAT(practice.warnings, IsEmpty());
  practice.move("Sale", practice.shelf, units(1), {{"batch-uuid", old}});
  EXPECT_THAT(practice.warnings, ElementsAre("batch-uuid: batch-expired"));
  practice.move("Expired", practice.shelf, units(1), {{"batch-uuid", old}});
  EXPECT_THAT(practice.warnings, IsEmpty());
}

TEST(Movement, NamesASupplierOnlyForItsGoods) {
  Stockroom practice;
  const Uuid supplier = practice.supplier();
  practice.move("Receipt", practice.shelf, units(1), {{"supplier-uuid", supplier}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.move("Sale", practice.shelf, units(1), {{"supplier-uuid", supplier}});
  EXPECT_THAT(practice.refusals, ElementsAre("supplier-uuid: not-applicable"));
}

// What the ledger says of a space: the sum of what its movements did there.
std::int64_t sum_of_movements(Stockroom& practice, const Uuid& space) {
  std::int64_t sum = 0;
  for (const Record& made : practice.all(kMovements)) {
    if (made.uuid({&made.resource->field("formulary-uuid")}) != practice.item) continue;
    const std::int64_t did = practice.number(made, "quantity-change");
    if (made.uuid({&made.resource->field("location-space-uuid")}) == space) sum += did;
    if (made.uuid({&made.resource->field("to-location-space-uuid")}) == space) sum -= did;
  }
  return sum;
}

struct History {
  explicit History(unsigned seed) : random{seed} {
    for (const Uuid& space : spaces)
      for (const char* number : {"A417", "B023"})
        batches.emplace_back(practice.batch(number, space), space);
  }

  std::size_t below(std::size_t bound) { return random() % bound; }

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
    practice.move(kind, from, quantity, std::move(further));
  }

  Stockroom practice;
  std::vector<Uuid> spaces{practice.shelf, practice.fridge, practice.van};
  std::vector<std::pair<Uuid, Uuid>> batches;
  std::mt19937 random;
};

TEST(Ledger, AlwaysAddsUpToTheLevels) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    History history{seed};
    for (int step = 0; step < 150; ++step) {
      history.step();
      for (const Uuid& space : history.spaces)
        ASSERT_EQ(history.practice.level(space), sum_of_movements(history.practice, space))
            << "seed " << seed << ", step " << step;
    }
    for (const auto& [batch, space] : history.batches)
      EXPECT_EQ(history.practice.in_stock(batch), history.practice.held(batch) > 0);
  }
}

}  // namespace
}  // namespace vip::domains
