// Movements, the ledger of stock: a level is the sum of its movements, a batch's too (as declared).
//
// Each movement stores its change and the resulting level, so that anyone can check the sum, and a
// count needs no second read. Effects run one after another in the single write transaction: no
// other write comes between the read of a level and its update.
#include <array>
#include <string_view>

#include "core/decimal.h"
#include "core/result_out_of_range.h"
#include "domains/inventory-management/error_codes.h"
#include "domains/inventory-management/rules/controlled_drug_register.h"
#include "domains/shared/default_space.h"
#include "domains/shared/money.h"
#include "rules/place.h"

namespace vip::domains {
namespace {

// How a kind converts its quantity to a change of the level.
enum class Direction : std::uint8_t { in, out, either, counted };

struct Kind {
  std::string_view name;
  Direction direction;
};

constexpr std::array<Kind, 9> kKinds{{{"Receipt", Direction::in},
                                      {"Sale", Direction::out},
                                      {"ReturnIn", Direction::in},
                                      {"ReturnOut", Direction::out},
                                      {"Transfer", Direction::out},
                                      {"Adjustment", Direction::either},
                                      {"Waste", Direction::out},
                                      {"Expired", Direction::out},
                                      {"Count", Direction::counted}}};

const Kind& kind_named(std::string_view name) {
  for (const Kind& kind : kKinds)
    if (kind.name == name) return kind;
  return kKinds.front();  // the schema permits no other
}

bool fits(Direction direction, std::int64_t quantity) {
  if (direction == Direction::either) return quantity != 0;
  return direction == Direction::counted ? quantity >= 0 : quantity > 0;
}

std::string_view accepted(Direction direction) {
  if (direction == Direction::either) return "An adjustment has a quantity above or below zero.";
  if (direction == Direction::counted) return "A count finds zero or more.";
  return "A movement of this kind has a quantity above zero.";
}

// The fields of levels that movements update.
struct LevelFields {
  explicit LevelFields(const RuleSetup& setup) : resource{setup.catalogue.resource(kPath)} {}
  FieldHandle field(std::string_view name) const { return {&resource.field(name)}; }

  static constexpr std::string_view kPath = "inventory-management/levels";
  const Resource& resource;
  FieldHandle item = field("formulary-uuid"), space = field("location-space-uuid"),
              quantity = field("quantity");
};

struct BatchFields {
  explicit BatchFields(const RuleSetup& setup) : resource{setup.catalogue.resource(kPath)} {}
  FieldHandle field(std::string_view name) const { return {&resource.field(name)}; }

  static constexpr std::string_view kPath = "inventory-management/batches";
  const Resource& resource;
  FieldHandle id{&resource.id()};
  FieldHandle number = field("batch-number"), expiry = field("expiry-date"),
              item = field("formulary-uuid"), location = field("location-uuid"),
              space = field("location-space-uuid"), manufacturer = field("manufacturer-uuid"),
              held = field("quantity-held");
};

class MovementRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    default_space_.settle(change.after(), context);
    const Record& movement = change.after();
    const std::int64_t before = held_in(space_, movement, context);
    const Amount did = change_of(movement, before, context);
    set(change_, did, context);
    set(balance_, did + before, context);
    if (!goes_elsewhere(movement)) return;
    set(to_balance_, Amount{held_in(to_space_, movement, context)} - did, context);
    if (const auto batch = context.find(batch_, movement)) {
      const auto twin = twin_of(*batch, movement, context);
      context.set(to_batch_, twin ? twin->id() : context.new_id());
    }
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& movement = change.after();
    const Kind& kind = kind_named(movement.text(kind_));
    if (!fits(kind.direction, movement.number(quantity_)))
      context.refuse(quantity_, errors::movement_quantity, std::string(accepted(kind.direction)));
    check_transfer(movement, context);
    check_batch(movement, context);
    register_.check_witness(movement, context);
    if (movement.number(change_) < 0 && movement.number(balance_) < 0)
      context.warn(quantity_, errors::stock_negative, {});
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (!change.creates()) return;
    const Record& movement = change.after();
    keep_level(movement, space_, balance_, context);
    if (goes_elsewhere(movement)) keep_level(movement, to_space_, to_balance_, context);
    const auto batch = context.find(batch_, movement);
    if (batch && movement.has(to_batch_) && !context.find(to_batch_, movement))
      make_twin(*batch, movement, context);
    register_.enter(movement, context);
  }

 private:
  void set(FieldHandle field, const Amount& quantity, RuleContext& context) const {
    if (!quantity.within(-kMostDecimal, kMostDecimal))
      context.refuse(quantity_, errors::result_out_of_range,
                     "The level would be beyond what is kept.");
    context.set(field, quantity.value_or(0));
  }

  bool goes_elsewhere(const Record& movement) const {
    return movement.text(kind_) == "Transfer" && movement.has(to_space_);
  }

  std::optional<Record> level_in(FieldHandle space, const Record& movement,
                                 RuleContext& context) const {
    auto found =
        context.select(levels_.resource, {{{levels_.item, FilterOp::eq, {movement.at(item_)}},
                                           {levels_.space, FilterOp::eq, {movement.at(space)}}},
                                          {},
                                          1});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }

  std::int64_t held_in(FieldHandle space, const Record& movement, RuleContext& context) const {
    if (!movement.has(space)) return 0;
    const auto level = level_in(space, movement, context);
    return level ? level->number(levels_.quantity) : 0;
  }

  // `before`: the level so far. A count that names a batch is a count of that batch.
  Amount change_of(const Record& movement, std::int64_t before, RuleContext& context) const {
    const Amount quantity = movement.number(quantity_);
    switch (kind_named(movement.text(kind_)).direction) {
      case Direction::in:
      case Direction::either:
        return quantity;
      case Direction::out:
        return -quantity;
      case Direction::counted:
        break;
    }
    const auto batch = context.find(batch_, movement);
    return quantity - (batch ? batch->number(batches_.held) : before);
  }

  void check_transfer(const Record& movement, RuleContext& context) const {
    if (movement.has(to_space_) && movement.uuid(to_space_) == movement.uuid(space_))
      context.refuse(to_space_, errors::transfer_to_itself);
  }

  void check_batch(const Record& movement, RuleContext& context) const {
    const auto batch = context.find(batch_, movement);
    if (!batch) return;
    const std::string_view kind = movement.text(kind_);
    // What takes expired goods out of stock, or counts them, is as it should be.
    if (kind == "Expired" || kind == "Waste" || kind == "ReturnOut" || kind == "Count") return;
    if (!batch->has(batches_.expiry)) return;
    if (batch->day(batches_.expiry) < day_at(movement, Instant{movement.number(date_)}, context))
      context.warn(batch_, errors::batch_expired, {});
  }

  void keep_level(const Record& movement, FieldHandle space, FieldHandle balance,
                  RuleContext& context) const {
    if (!movement.has(space)) return;
    const FieldValue quantity{levels_.quantity, movement.at(balance)};
    if (const auto level = level_in(space, movement, context))
      context.patch(levels_.resource, level->id(), {quantity});
    else
      context.create(
          levels_.resource,
          {{levels_.item, movement.at(item_)}, {levels_.space, movement.at(space)}, quantity});
  }

  // The batch with the same number and expiry date in the target space of a transfer.
  std::optional<Record> twin_of(const Record& batch, const Record& movement,
                                RuleContext& context) const {
    for (Record& other : context.select(
             batches_.resource, {{{batches_.item, FilterOp::eq, {batch.at(batches_.item)}},
                                  {batches_.space, FilterOp::eq, {movement.at(to_space_)}},
                                  {batches_.number, FilterOp::eq, {batch.at(batches_.number)}}},
                                 {},
                                 100}))
      if (other.at(batches_.expiry) == batch.at(batches_.expiry)) return std::move(other);
    return std::nullopt;
  }

  void make_twin(const Record& batch, const Record& movement, RuleContext& context) const {
    const auto space = context.find(to_space_, movement);
    const Value location = space ? space->at(space_location_) : null_value();
    context.create(batches_.resource, {{batches_.id, movement.at(to_batch_)},
                                       {batches_.number, batch.at(batches_.number)},
                                       {batches_.expiry, batch.at(batches_.expiry)},
                                       {batches_.item, batch.at(batches_.item)},
                                       {batches_.location, location},
                                       {batches_.space, movement.at(to_space_)},
                                       {batches_.manufacturer, batch.at(batches_.manufacturer)}});
  }

  DefaultSpace default_space_{setup()};
  ControlledDrugRegister register_{setup()};
  FieldHandle space_location_ = of("location-management/spaces", "location-uuid");
  LevelFields levels_{setup()};
  BatchFields batches_{setup()};
  FieldHandle kind_ = own("kind"), item_ = own("formulary-uuid"), location_ = own("location-uuid"),
              space_ = own("location-space-uuid"), to_space_ = own("to-location-space-uuid");
  FieldHandle quantity_ = own("quantity"), change_ = own("quantity-change"),
              balance_ = own("balance-after"), to_balance_ = own("to-balance-after");
  FieldHandle date_ = own("date"), batch_ = own("batch-uuid"), to_batch_ = own("to-batch-uuid");
};

}  // namespace

std::unique_ptr<ResourceRules> make_inventory_management_movements_rules(const RuleSetup& setup) {
  return std::make_unique<MovementRules>(setup);
}

}  // namespace vip::domains
