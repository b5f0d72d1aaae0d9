// Stock: what it shares with services is in formulary_item.h.
#include "domains/formulary-management/rules/formulary_item.h"

namespace vip::domains {

std::unique_ptr<ResourceRules> make_formulary_management_stock_rules(const RuleSetup& setup) {
  return std::make_unique<FormularyItemRules>(
      setup, "formulary-management/services",
      std::initializer_list<std::string_view>{"Any", "Stock"});
}

}  // namespace vip::domains
