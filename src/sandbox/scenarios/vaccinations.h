#pragma once

#include <string_view>
#include <vector>

#include "sandbox/scenarios/billing.h"
#include "sandbox/scenarios/visit.h"

namespace vip::sandbox {

// Vaccines as given, charged and certified: content/vaccines.def.
class Vaccinations {
 public:
  Vaccinations(Seeder& seeder, const Pharmacy& pharmacy, Billing& billing);

  static bool can_have(const Patient& patient);
  // Days between the two doses of the primary course; 0: one dose is enough.
  static std::int64_t days_to_second_dose(const Patient& patient);

  // The first or second dose of a primary course.
  void give_dose(const Visit& visit, int dose, std::vector<Uuid>& billables);
  // The booster of a year: which vaccines depends on how many came before.
  void give_booster(const Visit& visit, int number, std::vector<Uuid>& billables);
  void give(const Visit& visit, std::string_view code, int dose, std::vector<Uuid>& billables);
  // From the certificate of another practice.
  void copy_certificate(const Patient& patient, std::int64_t ago, std::string_view code);

 private:
  Seeder& seeder_;
  Random& random_;
  const Pharmacy& pharmacy_;
  Billing& billing_;
};

}  // namespace vip::sandbox
