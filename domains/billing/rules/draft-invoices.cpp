// Draft invoices. They are written by what is recorded in Clinical; here they find the health plan
// that pays for the work, and give back what they used of it when they are removed.
#include <algorithm>

#include "domains/common/handles.h"
#include "domains/common/money.h"

namespace vip::domains {
namespace {

class DraftInvoiceRules final : public ResourceRules {
 public:
  explicit DraftInvoiceRules(const RuleSetup& setup)
      : billing_{setup.field("billing-uuid")},
        patient_{setup.field("patient-uuid")},
        location_{setup.field("location-uuid")},
        formulary_{setup.field("formulary-uuid")},
        date_{setup.field("date")},
        quantity_{setup.field("quantity")},
        gross_{setup.field("gross")},
        status_{setup.field("status")},
        plan_{setup.field("subscription-uuid")},
        entitlement_{setup.field("subscription-entitlement-uuid")},
        quantity_covered_{setup.field("quantity-covered")},
        covered_{setup.field("covered")},
        archived_{setup.field("archived")},
        plan_patient_{setup.field_of("billing/subscriptions", "patient-uuid")},
        plan_billing_{setup.field_of("billing/subscriptions", "billing-uuid")},
        plan_status_{setup.field_of("billing/subscriptions", "status")},
        value_used_{setup.field_of("billing/subscriptions", "value-used")},
        of_plan_{setup.field_of("billing/subscription-entitlement", "subscription-uuid")},
        group_{setup.field_of("billing/subscription-entitlement", "healthplan-group-uuid")},
        core_{setup.field_of("billing/subscription-entitlement", "core")},
        allowed_{setup.field_of("billing/subscription-entitlement", "quantity-allowed")},
        used_{setup.field_of("billing/subscription-entitlement", "quantity-used")},
        from_{setup.field_of("billing/subscription-entitlement", "available-from")},
        to_{setup.field_of("billing/subscription-entitlement", "available-to")} {
    for (const Resource* items : formulary_.field->any_targets)
      item_groups_.push_back({&items->field("healthplan-group-uuids")});
  }

  void prepare(const Change& change, RuleContext& context) const override {
    if (change.removes()) return;
    const Record& draft = change.after();
    context.set(archived_, std::int64_t{draft.text(status_) != "Draft"});
    if (!change.creates()) return;
    if (const auto entitlement = entitlement_for(draft, context))
      cover(draft, *entitlement, context);
  }

  void effects(const Change& change, RuleContext& context) const override {
    if (change.creates()) return use(change.after(), 1, context);
    if (!change.removes() && change.changes(status_) && change.after().text(status_) == "Removed")
      use(change.after(), -1, context);
  }

 private:
  // The groups of plans that the item belongs to, as the list is kept.
  std::string groups_of(const Record& draft, World& world) const {
    const auto item = world.find(formulary_, draft);
    if (!item) return {};
    const auto groups = std::ranges::find(item_groups_, item->resource,
                                          [](FieldHandle field) { return &field.resource(); });
    return std::string{item->text(*groups)};
  }

  // What of the patient's active plans the work uses up: the first that has some left.
  std::optional<Record> entitlement_for(const Record& draft, World& world) const {
    const std::string groups = groups_of(draft, world);
    if (groups.empty() || !draft.has(patient_)) return std::nullopt;
    const auto location = world.find(location_, draft);
    const std::int64_t day =
        date_in_zone(Instant{draft.number(date_)}, world.time_zone(location ? &*location : nullptr))
            .days;
    for (const Record& plan : world.all_with(plan_patient_, draft.at(patient_))) {
      if (plan.text(plan_status_) != "Active" || plan.at(plan_billing_) != draft.at(billing_))
        continue;
      for (const Record& entitlement : world.all_with(of_plan_, plan.id(), 0)) {
        const bool open = entitlement.number(from_) <= day && day <= entitlement.number(to_);
        const bool some_left =
            !entitlement.has(allowed_) || entitlement.number(used_) < entitlement.number(allowed_);
        const bool of_group = groups.find(to_string(entitlement.uuid(group_))) != std::string::npos;
        if (of_group && open && some_left) return entitlement;
      }
    }
    return std::nullopt;
  }

  // A discount has no limit and lowers the price by itself, so that there is nothing left to cover.
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
                              ? rounded_half_even(__int128{draft.number(gross_)} * quantity, whole)
                              : std::int64_t{0});
  }

  void use(const Record& draft, std::int64_t sign, RuleContext& context) const {
    const auto entitlement = context.find(entitlement_, draft);
    if (!entitlement) return;
    const std::int64_t quantity = sign * draft.number(quantity_covered_);
    context.patch(*entitlement->resource, entitlement->id(),
                  {{used_, entitlement->number(used_) + quantity}});
    if (!entitlement->flag(core_)) return;
    if (const auto plan = context.find(plan_, draft))
      context.patch(*plan->resource, plan->id(),
                    {{value_used_, plan->number(value_used_) + sign * draft.number(covered_)}});
  }

  FieldHandle billing_, patient_, location_, formulary_, date_, quantity_, gross_, status_;
  FieldHandle plan_, entitlement_, quantity_covered_, covered_, archived_;
  FieldHandle plan_patient_, plan_billing_, plan_status_, value_used_;
  FieldHandle of_plan_, group_, core_, allowed_, used_, from_, to_;
  std::vector<FieldHandle> item_groups_;  // of stock and of services
};

}  // namespace

std::unique_ptr<ResourceRules> make_billing_draft_invoices_rules(const RuleSetup& setup) {
  return std::make_unique<DraftInvoiceRules>(setup);
}

}  // namespace vip::domains
