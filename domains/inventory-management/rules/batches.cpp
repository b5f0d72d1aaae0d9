// Batches. Where one lies follows the same rules as where stock moves; whether any is left, the
// movements say.
#include "domains/inventory-management/rules/places.h"

namespace vip::domains {
namespace {

class BatchRules final : public ResourceRules {
 public:
  explicit BatchRules(const RuleSetup& setup) : places_{setup} {}

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.creates()) places_.settle(change, context);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.creates()) places_.check(change, context);
  }

 private:
  Places places_;
};

}  // namespace

std::unique_ptr<ResourceRules> make_inventory_management_batches_rules(const RuleSetup& setup) {
  return std::make_unique<BatchRules>(setup);
}

}  // namespace vip::domains
