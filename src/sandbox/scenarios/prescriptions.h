#pragma once

#include <string_view>

#include "sandbox/pharmacy.h"
#include "sandbox/scenarios/visit.h"

namespace vip::sandbox {

// Prescriptions, and standing ones for what goes on.
class Prescriptions {
 public:
  explicit Prescriptions(Seeder& seeder);

  // `status`: how far it has come. The id of the prescription.
  Uuid prescribe(const Visit& visit, const Item& item, std::string_view status);
  void prescribe_for_long(const Visit& visit, const Item& item, std::string_view status);

 private:
  Seeder& seeder_;
  Random& random_;
};

}  // namespace vip::sandbox
