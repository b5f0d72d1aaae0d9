#include "domains/formulary-management/rules/formulary_item.h"

#include <algorithm>
#include <set>

#include "domains/formulary-management/error_codes.h"
#include "domains/shared/json_fields.h"

namespace vip::domains {

void FormularyItemRules::validate(const Change& change, RuleContext& context) const {
  if (change.removes()) return;
  check_code(change, context);
  if (is_new(change, type_)) {
    const std::string kind = kind_of(change.after(), context);
    if (!kind.empty() && std::ranges::find(kinds_, kind) == kinds_.end())
      context.refuse(type_, errors::reference_mismatch,
                     "The formulary type does not apply to such items");
  }
  if (is_new(change, category_discounts_)) check_category_discounts(change, context);
  if (change.sets_to_true(prevent_hide_) && change.after().has(hidden_at_))
    context.refuse(prevent_hide_, errors::hide_prevented,
                   "A location hides the item. Expected its deviation to be changed first.");
}

std::string FormularyItemRules::kind_of(const Record& item, DataContext& data) const {
  const auto type = data.find(type_, item);
  return type ? std::string{type->text(type_kind_)} : std::string{};
}

// Within one resource the store checks uniqueness.
void FormularyItemRules::check_code(const Change& change, RuleContext& context) const {
  if (is_new(change, code_) && context.exists_with(other_code_, change.after().at(code_)))
    context.refuse(code_, errors::not_unique);
}

void FormularyItemRules::check_category_discounts(const Change& change,
                                                  RuleContext& context) const {
  std::set<std::string> named;
  for (const JsonEntry& discount : entries_in(change.after(), category_discounts_))
    if (!named.emplace(discount.text("discount-category-uuid")).second)
      context.refuse(category_discounts_, errors::category_named_twice, {},
                     discount.place_of("discount-category-uuid"));
}

}  // namespace vip::domains
