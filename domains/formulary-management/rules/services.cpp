// Services, among them discounts, which have a value in place of a price.
#include <algorithm>

#include "domains/formulary-management/error_codes.h"
#include "domains/formulary-management/rules/formulary_item.h"

namespace vip::domains {
namespace {

class ServiceRules final : public FormularyItemRules {
 public:
  explicit ServiceRules(const RuleSetup& setup)
      : FormularyItemRules{setup, "formulary-management/stock", {"Any", "Service", "Discount"}} {}

  void validate(const Change& change, RuleContext& context) const override {
    FormularyItemRules::validate(change, context);
    const auto fields = {type_, percentage_, fixed_value_};
    const bool touched =
        std::ranges::any_of(fields, [&](FieldHandle field) { return change.changes(field); });
    if (change.removes() || !touched) return;
    const Record& service = change.after();
    const bool by_percentage = service.has(percentage_);
    const bool by_value = service.has(fixed_value_);
    const std::string kind = kind_of(service, context);
    if (kind == "Discount" && by_percentage == by_value)
      context.refuse(by_value ? fixed_value_ : percentage_, errors::discount_value_required);
    if (kind.empty() || kind == "Discount") return;
    for (const FieldHandle field : {percentage_, fixed_value_})
      if (service.has(field))
        context.refuse(field, errors::not_applicable,
                       "Only a discount has a percentage or a fixed value");
  }

 private:
  FieldHandle type_ = own("formulary-type-uuid"), percentage_ = own("percentage"),
              fixed_value_ = own("fixed-value");
};

}  // namespace

std::unique_ptr<ResourceRules> make_formulary_management_services_rules(const RuleSetup& setup) {
  return std::make_unique<ServiceRules>(setup);
}

}  // namespace vip::domains
