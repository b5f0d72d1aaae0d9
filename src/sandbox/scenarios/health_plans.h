#pragma once

#include <string_view>
#include <vector>

#include "sandbox/pharmacy.h"

namespace vip::sandbox {

// Health plans with their benefits, and the subscriptions of patients with their instalments.
class HealthPlans {
 public:
  HealthPlans(Seeder& seeder, const Dataset& dataset, const Pharmacy& pharmacy);

  void add_plans();
  // Nothing for a species without a plan.
  void subscribe(const Patient& patient);

 private:
  struct Plan {
    Uuid id;
    std::string_view species;
    std::int64_t monthly;  // pence
  };
  void add_plan(std::string_view name, std::string_view species, std::int64_t monthly);

  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  const Pharmacy& pharmacy_;
  std::vector<Plan> plans_;
};

}  // namespace vip::sandbox
