#include "sandbox/scenarios/prescriptions.h"

#include <algorithm>

namespace vip::sandbox {
namespace {

constexpr std::int64_t kOfAUnit = 1000;
constexpr std::int64_t kMonth = 28;

// Controlled drugs are not repeated.
bool is_controlled(const Item& item) { return item.norm->category.starts_with("cd-"); }

}  // namespace

Prescriptions::Prescriptions(Seeder& seeder) : seeder_{seeder}, random_{seeder.random()} {}

Uuid Prescriptions::prescribe(const Visit& visit, const Item& item, std::string_view status) {
  const bool controlled = is_controlled(item);
  NamedValues values{{"formulary-uuid", Value{item.id}},
                     {"quantity", Value{item.norm->most * kOfAUnit}},
                     {"instruction", text(item.norm->label)}};
  // As it is imported: with its state, since one that has expired meanwhile has no other.
  const bool is_part = status == "PartDispensed" && !controlled;
  const std::int64_t supplies = is_part ? 1 : status != "Dispensed" ? 0 : controlled ? 1 : 3;
  if (status != "Draft") {
    // One that expires needs no write.
    const bool is_issued = status == "Expired" || (status == "PartDispensed" && controlled);
    values.emplace_back("status", text(is_issued ? "Issued" : status));
    values.emplace_back("issued-date", visit.time);
  }
  if (!controlled) {
    values.emplace_back("repeats", Value{std::int64_t{2}});
    values.emplace_back("interval", Value{kMonth});
    values.emplace_back("interval-period", text("DAY"));
  }
  if (supplies > 0) {
    const std::int64_t ago = std::max<std::int64_t>(0, visit.ago - (supplies - 1) * kMonth);
    values.emplace_back("supplies-dispensed", Value{supplies});
    values.emplace_back("last-dispensed-date", seeder_.day(ago));
  }
  if (status == "Cancelled") values.emplace_back("cancel-reason", text("Changed to a suspension"));
  return record(seeder_, visit, "clinical/prescriptions", std::move(values));
}

void Prescriptions::prescribe_for_long(const Visit& visit, const Item& item,
                                       std::string_view status) {
  const std::int64_t months = visit.ago / 30;
  NamedValues values{{"formulary-uuid", Value{item.id}},
                     {"quantity", Value{item.norm->most * kOfAUnit}},
                     {"interval", Value{std::int64_t{1}}},
                     {"interval-period", text("MONTH")},
                     {"start-date", seeder_.day(visit.ago)},
                     {"last-supply-date", seeder_.day(visit.ago - months * 30)},
                     {"instruction", text(item.norm->label)}};
  if (status == "Expired") values.emplace_back("end-date", seeder_.day(visit.ago / 2));
  const Uuid id = record(seeder_, visit, "clinical/advanced-prescriptions", std::move(values));
  if (status == "Active") return;
  NamedValues change{{"status", text(status)}};
  if (status == "Suspended")
    change.emplace_back(
        "suspend-reason-uuid",
        Value{seeder_.entry("clinical/suspend-reasons",
                            random_.chance(50) ? "check-overdue" : "awaiting-results")});
  seeder_.update("clinical/advanced-prescriptions", id, change);
}

}  // namespace vip::sandbox
