#pragma once

#include "sandbox/dataset.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {

struct Team {
  std::size_t practitioners, users;
};
// Practitioners and users. Each location has one surgeon from the beginning; others came later.
void add_staff(Seeder& seeder, Dataset& dataset, Team team);
// Clients with their accounts. The data contain what real data contain: clients that are registered
// twice, fields without a value.
void add_clients(Seeder& seeder, Dataset& dataset, std::size_t count);

}  // namespace vip::sandbox
