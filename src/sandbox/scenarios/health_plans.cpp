#include "sandbox/scenarios/health_plans.h"

#include <algorithm>
#include <array>

namespace vip::sandbox {
namespace {

constexpr auto kSubscriptions = "billing/subscriptions";
constexpr auto kInstalments = "billing/subscription-instalments";
constexpr std::int64_t kInstalmentsOfAYear = 12;
constexpr std::int64_t kMoreThanAYear = 400;  // days
constexpr std::size_t kPatientsToAPlan = 15;  // one of so many has one

struct Benefit {
  std::string_view group;
  std::int64_t quantity;  // in thousandths; 0: a discount instead
};
constexpr std::array<Benefit, 3> kBenefits{
    {{"vaccination", 2'000}, {"parasites", 12'000}, {"extras", 0}}};

}  // namespace

HealthPlans::HealthPlans(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy)
    : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset}, pharmacy_{pharmacy} {}

void HealthPlans::subscribe() {
  add_plan("Healthy Dog Plan", "canine", 16'50, 0);
  add_plan("Healthy Cat Plan", "feline", 13'75, 15'00);
  for (std::size_t i = 4; i < dataset_.patients.size(); i += kPatientsToAPlan) {
    const Patient& patient = dataset_.patients[i];
    if (!patient.died && !patient.herd && !patient.left) subscribe(patient);
  }
  seeder_.flush();
}

void HealthPlans::add_plan(std::string_view name, std::string_view species, std::int64_t monthly,
                           std::int64_t joining_fee) {
  NamedValues plan{
      {"name", text(name)},
      {"description", text("Vaccinations, flea and worm treatment, a tenth off the rest")},
      {"species-uuid", Value{seeder_.entry("patient-management/species", species)}},
      {"price-monthly", Value{monthly}},
      {"price-annual", Value{monthly * 11}},
      {"tax-uuid", Value{seeder_.entry("formulary-management/taxes", "standard")}}};
  if (joining_fee > 0) plan.emplace_back("joining-fee", Value{joining_fee});
  const Uuid id = seeder_.create("formulary-management/health-plans", plan);
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

void HealthPlans::subscribe(const Patient& patient) {
  const auto plan = std::ranges::find(plans_, patient.species(), &Plan::species);
  if (plan == plans_.end()) return;
  const auto course = static_cast<Course>(subscriptions_.size() % kCourses);
  const bool for_a_year = course == Course::left_owing;
  if (for_a_year && patient.registered < kMoreThanAYear) return;  // the next one, then
  const std::int64_t since = std::min<std::int64_t>(
      patient.registered,
      random_.between(for_a_year ? kMoreThanAYear : 100, for_a_year ? 480 : 600));
  const Uuid id = seeder_.create(
      kSubscriptions,
      {{"account-uuid", Value{dataset_.owner_of(patient).account}},
       {"patient-uuid", Value{patient.id}},
       {"plan-uuid", Value{plan->id}},
       {"payment-interval", text(course == Course::paid_annually ? "Annual" : "Monthly")},
       {"start-date", seeder_.day(since)}});
  subscriptions_.push_back({id, course});
}

void HealthPlans::record_instalments() {
  for (const Subscription& subscription : subscriptions_) record(subscription);
  seeder_.flush();
}

void HealthPlans::record(const Subscription& subscription) {
  std::vector<Record> due = seeder_.find_all(kInstalments, "subscription-uuid", subscription.id);
  const FieldHandle day{&seeder_.resource(kInstalments).field("due-date")};
  std::erase_if(due, [&](const Record& one) { return one.number(day) > seeder_.today(); });
  std::ranges::stable_sort(due, {}, [&](const Record& one) { return one.number(day); });
  const Course course = subscription.course;
  if (course == Course::left_owing) return leave_owing(subscription.id, due);
  for (std::size_t i = 0; i < due.size(); ++i) {
    const Uuid id = due[i].id();
    const Value on = due[i].at(day);
    const std::size_t left = due.size() - i;
    const bool last = left == 1;
    if (course == Course::failing && left <= 2) {
      fail(id, on);
    } else if (course == Course::written_off && last) {
      seeder_.update(kInstalments, id,
                     {{"status", text("WrittenOff")}, {"reason", text("Goodwill: a long wait")}});
    } else {
      if (course == Course::paid_late && last) fail(id, on);
      collect(id, course == Course::paid_late && last ? seeder_.day(0) : on);
      if (course == Course::returned && last) fail(id, seeder_.day(0));
    }
  }
  if (course == Course::ended)
    seeder_.update(kSubscriptions, subscription.id,
                   {{"status", text("Ended")}, {"end-reason", text("Moved to another practice")}});
  if (course == Course::suspended)
    seeder_.update(kSubscriptions, subscription.id, {{"status", text("Suspended")}});
}

// All but the last instalment of the first year is collected.
void HealthPlans::leave_owing(const Uuid& subscription, const std::vector<Record>& due) {
  const FieldHandle day{&seeder_.resource(kInstalments).field("due-date")},
      number{&seeder_.resource(kInstalments).field("number")};
  Value last = seeder_.day(0);
  for (const Record& one : due) {
    if (one.number(number) < kInstalmentsOfAYear) collect(one.id(), one.at(day));
    if (one.number(number) == kInstalmentsOfAYear + 1) last = Value{one.number(day) - 1};
  }
  seeder_.update(
      kSubscriptions, subscription,
      {{"status", text("Ended")}, {"end-date", last}, {"end-reason", text("Not renewed")}});
}

void HealthPlans::collect(const Uuid& instalment, const Value& on) {
  seeder_.update(kInstalments, instalment, {{"status", text("Paid")}, {"paid-date", on}});
}

void HealthPlans::fail(const Uuid& instalment, const Value& on) {
  seeder_.update(
      kInstalments, instalment,
      {{"status", text("Failed")}, {"failed-date", on}, {"reason", text("Refer to payer")}});
}

}  // namespace vip::sandbox
