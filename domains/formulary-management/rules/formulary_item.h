#pragma once

// What stock and services have in common: one code for both, types of the right kind, discounts by
// category, and that what must not be hidden is not.

#include <initializer_list>
#include <string_view>

#include "domains/common/handles.h"

namespace vip::domains {

class FormularyItemRules : public ResourceRules {
 public:
  // `other` is the resource that shares the codes, `kinds` are the formulary types' that fit.
  FormularyItemRules(const RuleSetup& setup, std::string_view other,
                     std::initializer_list<std::string_view> kinds);

  void validate(const Change& change, RuleContext& context) const override;

 protected:
  // The kind of the item's formulary type.
  std::string kind_of(const Record& item, World& world) const;

 private:
  void check_code(const Change& change, RuleContext& context) const;
  void check_category_discounts(const Change& change, RuleContext& context) const;

  FieldHandle code_, other_code_, type_, type_kind_, category_discounts_, prevent_hide_, hidden_at_;
  const Resource& categories_;
  FieldHandle category_hidden_;
  std::vector<std::string_view> kinds_;
};

}  // namespace vip::domains
