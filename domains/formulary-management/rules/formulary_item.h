#pragma once

// Common rules of stock and services: one range of codes for both, matching formulary types,
// discounts by category, and items that must not be hidden.

#include <initializer_list>
#include <string_view>

#include "rules/rules.h"

namespace vip::domains {

class FormularyItemRules : public RulesWithHandles {
 public:
  // `other` is the resource that shares the codes; `kinds` are the matching kinds of formulary
  // types.
  FormularyItemRules(const RuleSetup& setup, std::string_view other,
                     std::initializer_list<std::string_view> kinds)
      : RulesWithHandles{setup}, other_code_{of(other, "formulary-code")}, kinds_{kinds} {}

  void validate(const Change& change, RuleContext& context) const override;

 protected:
  // The kind of the item's formulary type.
  std::string kind_of(const Record& item, DataContext& data) const;

 private:
  void check_code(const Change& change, RuleContext& context) const;
  void check_category_discounts(const Change& change, RuleContext& context) const;

  FieldHandle code_ = own("formulary-code"), other_code_, type_ = own("formulary-type-uuid"),
              type_kind_ = of("formulary-management/formulary-types", "kind"),
              category_discounts_ = own("category-discounts"), prevent_hide_ = own("prevent-hide"),
              hidden_at_ = own("hidden-location-uuids");
  std::vector<std::string_view> kinds_;
};

}  // namespace vip::domains
