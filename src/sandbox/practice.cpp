// A practice for small animals with some horses and farms: its locations, staff and clients, then
// its patients and its history.

#include "sandbox/practice.h"

#include <algorithm>
#include <cmath>

#include "sandbox/dataset.h"
#include "sandbox/history.h"
#include "sandbox/patients.h"
#include "sandbox/people.h"
#include "sandbox/premises.h"
#include "sandbox/seeder.h"

namespace vip::sandbox {
namespace {

bool is_empty(const Loading& loading, const Tenant& tenant) {
  bool empty = true;
  loading.store.read(TenantKey::for_internal_work(tenant.id),
                     std::chrono::steady_clock::time_point::max(), [&](ReadSession& session) {
                       const Resource& locations =
                           loading.catalogue.resource("location-management/locations");
                       empty = session.collection_count(locations, true) == 0;
                     });
  return empty;
}

}  // namespace

Size size_of(double scale) {
  const Size one;
  const auto scaled = [&](std::size_t count, std::size_t least) {
    return std::max(least,
                    static_cast<std::size_t>(std::llround(static_cast<double>(count) * scale)));
  };
  return {scaled(one.locations, 2), scaled(one.practitioners, 4), scaled(one.users, 2),
          scaled(one.clients, 20), scaled(one.patients, 30)};
}

bool load_practice(const Loading& loading, const Tenant& tenant, const Size& size,
                   std::uint64_t seed) {
  if (!is_empty(loading, tenant)) return false;
  Seeder seeder{loading, tenant, seed};
  Dataset dataset;
  add_premises(seeder, dataset, size.locations);
  add_staff(seeder, dataset, {size.practitioners, size.users});
  add_clients(seeder, dataset, size.clients);
  add_patients(seeder, dataset, size.patients);
  seeder.flush();
  add_history(seeder, dataset);
  return true;
}

}  // namespace vip::sandbox
