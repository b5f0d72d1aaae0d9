// Draft invoices. Records of the clinical domain create them; these rules find the health plan that
// pays for the work.
#include <algorithm>

#include "domains/shared/money.h"
#include "rules/place.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class DraftInvoiceRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& draft = change.after();
    context.set(archived_, std::int64_t{draft.text(status_) != "Draft"});
    if (!change.creates()) return;
    if (const auto entitlement = entitlement_for(draft, context))
      cover(draft, *entitlement, context);
  }

 private:
  // The groups of plans that the item belongs to, as stored in the list.
  std::string groups_of(const Record& draft, DataContext& data) const {
    const auto item = data.find(formulary_, draft);
    return item ? std::string{item->text({&item->resource->field("healthplan-group-uuids")})} : "";
  }

  // The entitlement of the patient's active plans that the work uses: the first that has some left.
  std::optional<Record> entitlement_for(const Record& draft, DataContext& data) const {
    const std::string groups = groups_of(draft, data);
    if (groups.empty() || !draft.has(patient_)) return std::nullopt;
    const std::int64_t day = day_at(draft, Instant{draft.number(date_)}, data).days;
    for (const Record& plan : data.all_with(plan_patient_, draft.at(patient_))) {
      if (plan.text(plan_status_) != "Active" || plan.at(plan_billing_) != draft.at(billing_))
        continue;
      for (const Record& entitlement : data.all_with(of_plan_, plan.id(), 0)) {
        const bool open = entitlement.number(from_) <= day && day <= entitlement.number(to_);
        const bool some_left =
            !entitlement.has(allowed_) || entitlement.number(used_) < entitlement.number(allowed_);
        const bool of_group = groups.find(to_string(entitlement.uuid(group_))) != std::string::npos;
        if (of_group && open && some_left) return entitlement;
      }
    }
    return std::nullopt;
  }

  // A discount has no limit and lowers the price itself, so nothing is left to cover.
  void cover(const Record& draft, const Record& entitlement, RuleContext& context) const {
    const std::int64_t whole = draft.number(quantity_);
    const std::int64_t quantity =
        entitlement.has(allowed_)
            ? std::min(whole, entitlement.number(allowed_) - entitlement.number(used_))
            : whole;
    context.set(plan_, entitlement.at(of_plan_));
    context.set(entitlement_, entitlement.id());
    context.set(quantity_covered_, quantity);
    context.set(covered_, entitlement.has(allowed_) && whole > 0
                              ? share_of(draft.number(gross_), quantity, whole).value()
                              : std::int64_t{0});
  }

  FieldHandle billing_ = own("billing-uuid"), patient_ = own("patient-uuid"),
              formulary_ = own("formulary-uuid"), date_ = own("date"), quantity_ = own("quantity"),
              gross_ = own("gross"), status_ = own("status");
  FieldHandle plan_ = own("subscription-uuid"), entitlement_ = own("subscription-entitlement-uuid"),
              quantity_covered_ = own("quantity-covered"), covered_ = own("covered"),
              archived_ = own("archived");
  FieldHandle plan_patient_ = of("billing/subscriptions", "patient-uuid"),
              plan_billing_ = of("billing/subscriptions", "billing-uuid"),
              plan_status_ = of("billing/subscriptions", "status");
  FieldHandle of_plan_ = of("billing/subscription-entitlement", "subscription-uuid"),
              group_ = of("billing/subscription-entitlement", "healthplan-group-uuid"),
              allowed_ = of("billing/subscription-entitlement", "quantity-allowed"),
              used_ = of("billing/subscription-entitlement", "quantity-used"),
              from_ = of("billing/subscription-entitlement", "available-from"),
              to_ = of("billing/subscription-entitlement", "available-to");
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_draft_invoices_rules(const RuleSetup& setup) {
  return std::make_unique<DraftInvoiceRules>(setup);
}

}  // namespace vip::domains
