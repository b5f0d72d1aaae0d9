// Batches. Their space follows the same rules as movements of stock; their quantity is the sum of
// the movements.
#include "domains/shared/default_space.h"

namespace vip::domains {
namespace {

class BatchRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.creates()) default_space_.settle(change.after(), context);
    context.set(in_stock_, std::int64_t{change.after().number(held_) > 0});
  }

 private:
  DefaultSpace default_space_{setup()};
  FieldHandle in_stock_ = own("in-stock"), held_ = own("quantity-held");
};

}  // namespace

std::unique_ptr<ResourceRules> make_inventory_management_batches_rules(const RuleSetup& setup) {
  return std::make_unique<BatchRules>(setup);
}

}  // namespace vip::domains
