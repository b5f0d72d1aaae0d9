#include "sandbox/scenarios/health_plans.h"

#include <algorithm>
#include <array>

namespace vip::sandbox {
namespace {

struct Benefit {
  std::string_view group;
  std::int64_t quantity;  // in thousandths; 0: a discount instead
};
constexpr std::array<Benefit, 3> kBenefits{
    {{"vaccination", 2'000}, {"parasites", 12'000}, {"extras", 0}}};

}  // namespace

HealthPlans::HealthPlans(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy)
    : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset}, pharmacy_{pharmacy} {}

void HealthPlans::add_plans() {
  add_plan("Healthy Dog Plan", "canine", 16'50);
  add_plan("Healthy Cat Plan", "feline", 13'75);
}

void HealthPlans::add_plan(std::string_view name, std::string_view species, std::int64_t monthly) {
  const Uuid id = seeder_.create(
      "formulary-management/health-plans",
      {{"name", text(name)},
       {"description", text("Vaccinations, flea and worm treatment, a tenth off the rest")},
       {"species-uuid", Value{seeder_.entry("patient-management/species", species)}},
       {"price-monthly", Value{monthly}},
       {"price-annual", Value{monthly * 11}},
       {"tax-uuid", Value{seeder_.entry("formulary-management/taxes", "standard")}}});
  for (const Benefit& benefit : kBenefits) {
    NamedValues values{{"plan-uuid", Value{id}},
                       {"healthplan-group-uuid", Value{pharmacy_.plan_group(benefit.group)}}};
    if (benefit.quantity > 0)
      values.emplace_back("quantity", Value{benefit.quantity});
    else
      values.emplace_back("discount-percentage", Value{std::int64_t{10'00}});
    seeder_.create("formulary-management/health-plan-contents", values);
  }
  plans_.push_back({id, species, monthly});
}

// The first instalment is paid on the day of subscription, then one a month.
void HealthPlans::subscribe(const Patient& patient) {
  const auto plan = std::ranges::find(plans_, patient.species(), &Plan::species);
  if (plan == plans_.end()) return;
  const Client& owner = dataset_.owner_of(patient);
  const std::int64_t since = random_.between(1, std::min<std::int64_t>(patient.registered, 300));
  const Uuid id = seeder_.create("billing/subscriptions", {{"account-uuid", Value{owner.account}},
                                                           {"patient-uuid", Value{patient.id}},
                                                           {"plan-uuid", Value{plan->id}},
                                                           {"start-date", seeder_.day(since)}});
  for (std::int64_t ago = since; ago > 0; ago -= 30)
    seeder_.create(
        "billing/payments",
        {{"billing-uuid", Value{owner.billing}},
         {"amount", Value{plan->monthly}},
         {"subscription-uuid", Value{id}},
         {"payment-method-uuid", Value{seeder_.entry("billing/payment-methods", "direct-debit")}},
         {"location-uuid", Value{dataset_.location_of(patient).id}},
         {"payment-date", seeder_.day(ago)}});
}

}  // namespace vip::sandbox
