#pragma once

#include <string_view>

#include "sandbox/scenarios/visit.h"

namespace vip::sandbox {

// Profiles of blood and urine: content/lab_panels.def.
class Laboratory {
 public:
  explicit Laboratory(Seeder& seeder);

  // A profile of the practice's own analyser, with its result.
  void test(const Visit& visit, std::string_view panel);
  // One that is sent out. `status` is how far it has come; results follow it.
  void send_out(const Visit& visit, std::string_view panel, std::string_view status);

 private:
  NamedValues request(const Visit& visit, std::string_view panel);
  NamedValues result(const Visit& visit, std::string_view panel, const Uuid& request);

  Seeder& seeder_;
  Random& random_;
};

}  // namespace vip::sandbox
