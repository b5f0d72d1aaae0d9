#include "domains/shared/plan_cover.h"

#include <algorithm>

#include "domains/shared/money.h"

namespace vip::domains {

Price PlanCover::lowered(const Price& full, std::int64_t of_quantity) const {
  Price price = full;
  price.net -= discount_percentage > 0 ? percentage_of(full.net, discount_percentage)
                                       : share_of(full.net, quantity, of_quantity);
  // Only discounts, which no plan covers, have several taxes.
  TaxPart& only = price.taxes.front();
  only.net = price.net;
  only.tax = price.tax = percentage_of(price.net, only.rate);
  price.gross = price.net + price.tax;
  return price;
}

bool PlanCovers::covers(const Record& entitlement, const Work& work) const {
  const std::string_view groups =
      work.item.text({&work.item.resource->field("healthplan-group-uuids")});
  const bool open = entitlement.number(from_) <= work.day.days &&
                    work.day.days <= entitlement.number(to_) && !entitlement.flag(archived_);
  const bool has_left = entitlement.has(allowed_)
                            ? entitlement.number(used_) < entitlement.number(allowed_)
                            : entitlement.has(discount_);
  return open && has_left && entitlement.has(group_) &&
         groups.find(to_string(entitlement.uuid(group_))) != std::string_view::npos;
}

bool PlanCovers::is_better(const Record& one, const Record& other) const {
  if (one.has(allowed_) != other.has(allowed_)) return one.has(allowed_);
  if (one.has(allowed_)) return one.number(to_) < other.number(to_);
  return one.number(discount_) > other.number(discount_);
}

std::optional<PlanCover> PlanCovers::find(const Work& work, DataContext& data) const {
  if (patient_.field == nullptr) return std::nullopt;
  std::optional<Record> best;
  for (const Record& plan : data.all_with(patient_, work.patient, 0)) {
    if (plan.text(status_) != "Active" || plan.at(billing_) != Value{work.billing}) continue;
    for (Record& entitlement : data.all_with(plan_, plan.id(), 0))
      if (covers(entitlement, work) && (!best || is_better(entitlement, *best)))
        best = std::move(entitlement);
  }
  if (!best) return std::nullopt;
  PlanCover cover{best->uuid(plan_), best->id(), work.quantity, best->number(discount_)};
  if (best->has(allowed_))
    cover.quantity = std::min(work.quantity, best->number(allowed_) - best->number(used_));
  return cover;
}

}  // namespace vip::domains
