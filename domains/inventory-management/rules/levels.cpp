// Levels. The practice sets the target quantities; the quantity to order follows from them.
#include <algorithm>

#include "rules/rules.h"

namespace vip::domains {
namespace {

class LevelRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!change.removes()) context.set(order_, to_order(change.after()));
  }

 private:
  std::int64_t to_order(const Record& level) const {
    if (!level.has(reorder_)) return 0;
    const std::int64_t expected = level.number(quantity_) + level.number(pending_);
    if (expected > level.number(reorder_)) return 0;
    return std::max<std::int64_t>(
        level.number(level.has(maximum_) ? maximum_ : reorder_) - expected, 0);
  }

  FieldHandle quantity_ = own("quantity"), reorder_ = own("reorder-level"),
              maximum_ = own("maximum-level"), pending_ = own("pending-quantity"),
              order_ = own("order-quantity");
};

}  // namespace

std::unique_ptr<ResourceRules> make_inventory_management_levels_rules(const RuleSetup& setup) {
  return std::make_unique<LevelRules>(setup);
}

}  // namespace vip::domains
