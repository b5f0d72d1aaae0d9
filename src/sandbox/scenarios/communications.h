#pragma once

#include <vector>

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

// Message templates, and messages to and from clients.
class Communications {
 public:
  Communications(Seeder& seeder, const Dataset& dataset);

  void add_templates();
  void add_messages();
  // A reminder or a confirmation to the owner, which may fail. Some owners call back.
  void write_to_owner(const Patient& patient);

 private:
  Seeder& seeder_;
  Random& random_;
  const Dataset& dataset_;
  std::vector<Uuid> templates_;
};

}  // namespace vip::sandbox
