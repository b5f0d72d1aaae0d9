#include "sandbox/scenarios/tasks.h"

#include <array>

namespace vip::sandbox {
namespace {

struct Task {
  std::string_view list, description;
};
constexpr std::array<Task, 8> kTasks{
    {{"actions", "Ring with the blood results"},
     {"actions", "Ask how the wound is after the operation"},
     {"actions", "Send the history to the insurer"},
     {"repeat-prescriptions", "Make up the repeat prescription"},
     {"hospital", "Fluids every four hours, weigh morning and evening"},
     {"hospital", "Take out the cannula before it goes home"},
     {"operations", "Dental scale and polish; starve from midnight"},
     {"operations", "Removal of a skin lump; send it to histology"}}};

double kilograms_of(const Patient& patient) {
  const WeightRange range = patient.breed->weights(patient.male, patient.born);
  return (range.low + range.high) / 2;
}

}  // namespace

void add_tasks(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy,
               std::int64_t days_ago) {
  Random& random = seeder.random();
  for (std::size_t site = 0; site < dataset.locations.size(); ++site) {
    const Location& location = dataset.locations[site];
    for (int i = 0; i < 2; ++i) {
      const Task& task = kTasks[random.below(kTasks.size())];
      const Patient& patient = dataset.patients[random.below(dataset.patients.size())];
      if (patient.died || patient.registered <= days_ago) continue;
      NamedValues values{
          {"task-list-uuid", Value{seeder.entry("calendar-management/task-lists", task.list)}},
          {"location-uuid", Value{location.id}},
          {"date", seeder.day(days_ago)},
          {"description", text(task.description)},
          {"account-uuid", Value{dataset.owner_of(patient).account}},
          {"patient-uuid", Value{patient.id}},
          {"assigned-practitioner-uuid", Value{dataset.surgeon_at(random, site, days_ago).id}},
          {"status", text(days_ago > 0 ? "Completed" : "Open")}};
      const Item* medicine = task.list == "repeat-prescriptions"
                                 ? pharmacy.any(random, Use::itch, patient, kilograms_of(patient))
                                 : nullptr;
      if (medicine != nullptr) {
        values.emplace_back("formulary-uuid", Value{medicine->id});
        values.emplace_back("quantity", Value{std::int64_t{30'000}});
      }
      seeder.create("calendar-management/tasks", values);
    }
  }
}

}  // namespace vip::sandbox
